using RustInterop.Build.Crates;

namespace RustInterop.Build.Consumers;

/// <summary>The program tests/consumers/App with two versions of the package, running at the same time.</summary>
internal sealed record TwoVersionsConsumer() : Consumer("two apps with two versions", null, "framework-dependent")
{
    protected override async Task<long?> UseAsync(Step step)
    {
        await OtherVersion.PackAsync(step);
        await ConsumerPackages.RestoreAsync(step, OtherVersion.Number, OtherVersion.Packages);

        string[] versions = [Repository.Version, OtherVersion.Number];
        string[] outputs = new string[versions.Length];
        for (int i = 0; i < versions.Length; i++)
        {
            outputs[i] = await PublishAsync(step, AppConsumer.Project, versions[i]);
        }

        await Task.WhenAll(versions.Zip(outputs, (version, output) => RunAsync(step, version, output)));
        return outputs.Sum(SizeOf);
    }

    private static async Task RunAsync(Step step, string version, string output)
    {
        string? printed = await new Tool("dotnet", Path.Combine(output, $"{AppConsumer.Project}.dll")).TryReadAsync(step);
        if (printed != AppConsumer.Printed(version))
        {
            throw new BuildException($"the app with {version} printed: {printed}");
        }
    }
}

/// <summary>The package RustInterop for this machine, made from a copy of the sources with the next version number.</summary>
internal static class OtherVersion
{
    private static readonly string[] s_files =
    [
        ".editorconfig", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "README.md",
        "eng/RustCrates.targets", "global.json",
    ];

    // With all members of the cargo workspace.
    private static readonly string[] s_folders = ["native", "src/RustInterop", "src/RustInterop.Build", "tests/crates", "tests/mutation"];

    public static string Number { get; } = Next(Version.Parse(Repository.Version)).ToString();

    public static string Packages => Path.Combine(ConsumerPackages.Root, "other-version", "packages");

    private static string Copy => Path.Combine(ConsumerPackages.Root, "other-version", "sources");

    public static async Task PackAsync(Step step)
    {
        // Onto an earlier copy, whose build results stay valid if the sources keep their times.
        foreach (string file in s_files.Concat(s_folders.SelectMany(FilesIn)))
        {
            string copied = Path.Combine(Copy, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copied)!);
            File.Copy(Path.Combine(Repository.Root, file), copied, overwrite: true);
        }

        await RenumberAsync("Directory.Build.props", "<Version>", "</Version>");
        await RenumberAsync(Path.Combine("native", "Cargo.toml"), "[workspace.package]\nversion = \"", "\"");
        foreach (string crate in (string[])["rust-interop", "rust-interop-fleet", "rust-interop-library", "rust-interop-macros"])
        {
            await RenumberAsync(Path.Combine("native", "Cargo.lock"), $"name = \"{crate}\"\nversion = \"", "\"");
        }

        Repository.MakeEmpty(Packages);
        await Dotnet.Pack(Path.Combine(Copy, "src", "RustInterop", "RustInterop.csproj"), Packages, epoch: null,
            $"-p:CargoConfig={Cargo.ConfigPath}").RunAsync(step);
    }

    private static Version Next(Version version) => new(version.Major, version.Minor, version.Build + 1);

    private static IEnumerable<string> FilesIn(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "target"));

    private static async Task RenumberAsync(string file, string before, string after)
    {
        string path = Path.Combine(Copy, file);
        DateTime time = File.GetLastWriteTimeUtc(path);
        string text = (await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n");
        string changed = text.Replace(
            before + Repository.Version + after, before + Number + after, StringComparison.Ordinal);
        if (changed == text)
        {
            throw new BuildException($"{file} does not have the version {Repository.Version} where expected");
        }

        await File.WriteAllTextAsync(path, changed);
        File.SetLastWriteTimeUtc(path, time);
    }
}
