using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// Every type that crosses is blittable, so the runtime's marshalling could only hide a mistake.
[assembly: DisableRuntimeMarshalling]

// If the resolver ever leaves a search to the runtime, only this value keeps it from the system's search on Unix.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory)]
[assembly: SuppressMessage(
    "Security",
    "CA5393:Do not use unsafe DllImportSearchPath value",
    Scope = "module",
    Justification = "The rule is for Windows, where the assembly's folder is as safe as the assembly.")]

[assembly: InternalsVisibleTo("RustInterop.Tests")]
[assembly: InternalsVisibleTo("RustInterop.Tests.Child")]
