using System.Runtime.InteropServices;
using RustInterop.VerifyPackage;

// For the functions of the C library that the shared code asks; it is in the system's folders.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

return new VerifyCommand().Parse(args).Invoke();
