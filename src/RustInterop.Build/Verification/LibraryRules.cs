using System.Text.RegularExpressions;

namespace RustInterop.Build.Verification;

/// <summary>What has to hold for each native library, so that it loads and works where it has to.</summary>
internal static partial class LibraryRules
{
    /// <summary>A library is made for the system, the processor and the C library of its runtime identifier.</summary>
    public static IEnumerable<Finding> CheckFormat(PackedLibrary packed)
    {
        NativeLibrary library = packed.Library;
        RuntimeTarget target = packed.Target;
        string? problem = library.TargetSystem != target.System || !library.Processors.SequenceEqual([target.Processor])
                ? $"is made for {library.TargetSystem}, {string.Join(", ", library.Processors)}"
            : !library.IsLibrary ? "is no library that can be loaded"
            : library is ElfLibrary { CLibrary: { } found } && found != target.CLibrary ? $"is made for {found}"
            : null;
        return problem is null ? [] : [new Finding(packed.File, problem, $"a library for {target}") { IsFatal = true }];
    }

    /// <summary>All other rules, for a library of the right format.</summary>
    public static IEnumerable<Finding> Check(PackedLibrary library, Expectations expectations) =>
    [
        .. expectations.Exports is null ? [] : CheckExports(library, expectations.Exports),
        .. CheckNeeded(library, expectations.Needed),
        .. CheckGlibc(library, expectations.Glibc),
    ];

    /// <summary>A library exports what the C# half imports from it, no more and no less.</summary>
    private static IEnumerable<Finding> CheckExports(PackedLibrary library, IReadOnlyList<string> imports)
    {
        IReadOnlyList<string> exports = [.. library.Library.Exports.Order(StringComparer.Ordinal)];
        return imports.Except(exports)
            .Select(name => new Finding(library.File, $"does not export {name}", "it, which the assembly imports"))
            .Concat(exports.Except(imports)
                .Select(name => new Finding(library.File, $"exports {name}", "nothing that the assembly does not import")));
    }

    /// <summary>A library only needs libraries that every such system with .NET has.</summary>
    private static IEnumerable<Finding> CheckNeeded(PackedLibrary library, IReadOnlyList<string> others)
    {
        Regex system = SystemLibraries(library.Target);
        return library.Library.Needed
            .Where(name => !system.IsMatch(name) && !others.Contains(name, StringComparer.OrdinalIgnoreCase))
            .Select(name => new Finding(library.File, $"needs {name}", $"libraries of the system alone, {system}"));
    }

    /// <summary>A library loads with glibcs as old as the limit.</summary>
    private static IEnumerable<Finding> CheckGlibc(PackedLibrary library, Version limit) =>
        library.Library is ElfLibrary { GlibcVersion: { } version } && version > limit
            ? [new Finding(library.File, $"needs glibc {version}", $"at most {limit}")]
            : [];

    private static Regex SystemLibraries(RuntimeTarget target) => target switch
    {
        { System: "Windows" } => Windows(),
        { System: "macOS" } => MacOS(),
        { CLibrary: RuntimeTarget.Musl } => Musl(),
        { CLibrary: RuntimeTarget.Bionic } => Bionic(),
        _ => Glibc(),
    };

    [GeneratedRegex(@"^(libc\.so\.6|libm\.so\.6|libpthread\.so\.0|libdl\.so\.2|libgcc_s\.so\.1|ld-linux[\w-]*\.so\.\d)$")]
    private static partial Regex Glibc();

    [GeneratedRegex(@"^(libc\.so|libc\.musl-\w+\.so\.1)$")]
    private static partial Regex Musl();

    [GeneratedRegex(@"^(libc|libm|libdl)\.so$")]
    private static partial Regex Bionic();

    // msvcrt.dll is part of Windows, and so are the API sets of its newer C runtime. The runtimes of Visual Studio are not.
    [GeneratedRegex(
        @"^((advapi32|bcrypt|bcryptprimitives|kernel32|msvcrt|ntdll|userenv|ws2_32)|api-ms-win-[\w-]+)\.dll$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Windows();

    [GeneratedRegex(@"^(/usr/lib/|/System/Library/)")]
    private static partial Regex MacOS();
}
