using System.Runtime.InteropServices;
using RustInterop.Build.Linking;

namespace RustInterop.Build.Cross;

/// <summary>The native libraries for all of <see cref="Target.All"/>, built on this machine.</summary>
internal static class NativeLibraries
{
    /// <summary>Laid out like the package's runtimes folder.</summary>
    public static string Folder => Path.Combine(Repository.Artifacts, "cross", "libraries");

    /// <summary>The static libraries, in a folder for each runtime identifier that has one.</summary>
    public static string StaticFolder => Path.Combine(Repository.Artifacts, "cross", "static");

    public static string BuildFolder => Path.Combine(Repository.Artifacts, "cross", "build");

    public static async Task BuildAsync(CancellationToken cancellation)
    {
        await Step.RunAsync("cross compilers", EnsureCompilersAsync, cancellation);
        await Step.RunAsync("cross crates", DebianRust.FetchCratesAsync, cancellation);
        Repository.MakeEmpty(Folder);
        Repository.MakeEmpty(StaticFolder);
        await Lanes.RunAsync([.. Target.All.Select(InStep)], cancellation);

        Func<CancellationToken, Task> InStep(Target target) =>
            token => Step.RunAsync(target.RuntimeIdentifier, step => BuildBothAsync(target, step), token);
    }

    /// <exception cref="BuildException">Some are not built.</exception>
    public static void RequireAll()
    {
        string[] missing = [.. Target.All.SelectMany(target => new[] { target.Library, target.StaticLibrary })
            .OfType<string>().Where(library => !File.Exists(library))];
        if (missing.Length > 0)
        {
            throw new BuildException($"{string.Join(", ", missing)}: missing; build them with ./build.sh pack --all");
        }
    }

    /// <summary>Builds a library for a target, and copies it to <paramref name="library"/>.</summary>
    public static async Task BuildAsync(Target target, string library, Step step, params string[] arguments)
    {
        Repository.MakeEmpty(target.LinkFolder);
        IReadOnlyList<string> flags = Prepare(target, step.Cancellation);
        string output = Path.Combine(target.BuildFolder, "target");
        await DebianRust.Clean(target, output).RunAsync(step);
        await DebianRust.Build(target, output, flags, arguments).RunAsync(step);
        Directory.CreateDirectory(Path.GetDirectoryName(library)!);
        File.Copy(Path.Combine(OutputOf(target), Path.GetFileName(library)), library, overwrite: true);
    }

    private static IReadOnlyList<string> Prepare(Target target, CancellationToken cancellation)
    {
        try
        {
            return target.Prepare(cancellation);
        }
        catch (LinkException exception)
        {
            throw new BuildException(exception.Message);
        }
    }

    private static async Task BuildBothAsync(Target target, Step step)
    {
        await BuildAsync(target, target.Library, step);
        if (target.StaticLibrary is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target.StaticLibrary)!);
            File.Copy(Path.Combine(OutputOf(target), "librust_interop.a"), target.StaticLibrary);
        }
    }

    private static string OutputOf(Target target) => Path.Combine(target.BuildFolder, "target", target.Triple, "release");

    private static Task EnsureCompilersAsync(Step step)
    {
        if (!Debian.IsThis || RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            throw new BuildException("building for all systems needs Debian 12 x64; pack without --all builds for this one");
        }

        return Debian.EnsureAsync(step, [.. DebianRust.Packages, .. Target.All.SelectMany(target => target.Packages)]);
    }
}
