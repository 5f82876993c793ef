using System.CommandLine;
using System.Globalization;
using RustInterop.Build.Verification;

namespace RustInterop.VerifyPackage;

/// <summary>The command line. Exit code: 0 nothing was found, 1 something was, or the package cannot be read.</summary>
internal sealed class VerifyCommand : RootCommand
{
    private readonly Argument<FileInfo> _package = new Argument<FileInfo>("package")
    {
        Description = "The .nupkg of RustInterop or of a tool.",
    }.AcceptExistingOnly();

    private readonly Option<Version> _glibc = new("--glibc")
    {
        Description = "The newest version of glibc that the libraries of linux-* may need.",
        HelpName = "version",
        DefaultValueFactory = _ => new Version(2, 27),
        CustomParser = result =>
        {
            if (Version.TryParse(result.Tokens[0].Value, out Version? version))
            {
                return version;
            }

            result.AddError($"'{result.Tokens[0].Value}' is no version, such as 2.27.");
            return null;
        },
    };

    private readonly Option<string[]> _needed = new("--needed")
    {
        Description = "A library that may be needed though it is no part of the system. May be given several times.",
        HelpName = "file",
    };

    private readonly Option<string[]> _folders = new("--folder")
    {
        Description = "A folder whose path must not be inside, the repository's say. May be given several times.",
        HelpName = "path",
    };

    public VerifyCommand()
        : base("Says what is wrong with a package, each finding on a line of its own; nothing found is one line for all.")
    {
        Add(_package);
        Add(_glibc);
        Add(_needed);
        Add(_folders);
        SetAction(Run);
    }

    private int Run(ParseResult result)
    {
        Allowances allowances = new(
            result.GetRequiredValue(_glibc), result.GetValue(_needed) ?? [], result.GetValue(_folders) ?? []);
        FileInfo file = result.GetRequiredValue(_package);
        try
        {
            using Package package = new(file.FullName);
            IReadOnlyList<Finding> findings = new Verifier(package, allowances).Verify();
            foreach (Finding finding in findings)
            {
                Console.WriteLine(finding);
            }

            if (findings.Count > 0)
            {
                return 1;
            }

            Console.WriteLine(Summary.Of(package));
            return 0;
        }
        catch (InvalidDataException exception)
        {
            Console.WriteLine(new Finding(file.Name, exception.Message, "a NuGet package of RustInterop"));
            return 1;
        }
    }
}

/// <summary>A sound package in one line.</summary>
internal static class Summary
{
    public static string Of(Package package) =>
        $"{package.Name} ({Megabytes(package.Length)}): {string.Join(", ", package.Libraries.Select(Describe))}";

    // In millions of bytes.
    private static string Megabytes(long length) => string.Create(CultureInfo.InvariantCulture, $"{length / 1e6:0.00} MB");

    private static string Describe(PackedLibrary library)
    {
        RuntimeTarget target = library.Target;
        Version? glibc = (library.Library as ElfLibrary)?.GlibcVersion;
        string? cLibrary = glibc is null ? target.CLibrary : $"{target.CLibrary} {glibc}";
        string[] facts = [.. new[] { target.Processor, cLibrary, Megabytes(library.Length) }.OfType<string>()];
        return $"{library.RuntimeIdentifier} ({string.Join(", ", facts)})";
    }
}
