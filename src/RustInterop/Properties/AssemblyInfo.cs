using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// Every type that crosses is blittable, so the runtime's own marshalling would only hide a mistake.
[assembly: DisableRuntimeMarshalling]

// Never the current directory; the resolver has looked beside the assembly by then.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

[assembly: InternalsVisibleTo("RustInterop.Tests")]
[assembly: InternalsVisibleTo("RustInterop.Tests.Child")]
