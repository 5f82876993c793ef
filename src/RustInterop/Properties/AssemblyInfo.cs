using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// Every type that crosses is blittable, so the runtime's own marshalling would only hide a mistake.
[assembly: DisableRuntimeMarshalling]

// Should the resolver ever leave a search to the runtime: no other value keeps that from the system's search on Unix.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
[assembly: SuppressMessage(
    "Security",
    "CA5393:Do not use unsafe DllImportSearchPath value",
    Scope = "module",
    Justification = "The rule is for Windows, where the assembly's folder is as safe as the assembly.")]

[assembly: InternalsVisibleTo("RustInterop.Tests")]
[assembly: InternalsVisibleTo("RustInterop.Tests.Child")]
