using System.Text.RegularExpressions;
using RustInterop.Loading.Images;

namespace RustInterop.VerifyPackage.Rules;

/// <summary>A library needs no other than those that are part of every such system, where .NET runs.</summary>
internal sealed partial class NeededRule(IReadOnlyList<string> others) : ILibraryRule
{
    public IEnumerable<Finding> Check(PackedLibrary library)
    {
        Regex system = SystemLibraries(library.Target);
        return library.Image.Needed()
            .Where(name => !system.IsMatch(name) && !others.Contains(name, StringComparer.OrdinalIgnoreCase))
            .Select(name => new Finding(library.File, $"needs {name}", $"libraries of the system alone, {system}"));
    }

    private static Regex SystemLibraries(RuntimeTarget target) => target switch
    {
        { System: "Windows" } => Windows(),
        { System: "macOS" } => MacOS(),
        { CLibrary: Platform.Musl } => Musl(),
        { CLibrary: Platform.Bionic } => Bionic(),
        _ => Glibc(),
    };

    [GeneratedRegex(@"^(libc\.so\.6|libm\.so\.6|libpthread\.so\.0|libdl\.so\.2|libgcc_s\.so\.1|ld-linux[\w-]*\.so\.\d)$")]
    private static partial Regex Glibc();

    [GeneratedRegex(@"^(libc\.so|libc\.musl-\w+\.so\.1)$")]
    private static partial Regex Musl();

    [GeneratedRegex(@"^(libc|libm|libdl)\.so$")]
    private static partial Regex Bionic();

    // msvcrt.dll is part of Windows, and so are the api sets of its newer C runtime; those of Visual Studio are not.
    [GeneratedRegex(
        @"^((advapi32|bcrypt|bcryptprimitives|kernel32|msvcrt|ntdll|userenv|ws2_32)|api-ms-win-[\w-]+)\.dll$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Windows();

    [GeneratedRegex(@"^(/usr/lib/|/System/Library/)")]
    private static partial Regex MacOS();
}
