using RustInterop.Build.Crates;

namespace RustInterop.Build.Cross;

/// <summary>A C program of native/tests/c that calls a target's library and reports what is broken.</summary>
/// <param name="name">The name of its file.</param>
/// <param name="output">What it prints if nothing is broken.</param>
internal sealed class HostProgram(string name, string output)
{
    /// <summary>Calls everything in the packed library.</summary>
    public static HostProgram Header { get; } = new("header", "from C: é\n\n.NET gave us number 2");

    /// <summary>Makes the equipment panic.</summary>
    public static HostProgram Panic { get; } = new("panic", "it goes on");

    /// <summary>Counts the memory that threads leave when they end.</summary>
    public static HostProgram Threads { get; } = new("threads", "the threads left nothing");

    /// <summary>Runs them for every target on this machine.</summary>
    public static async Task RunAllAsync(CancellationToken cancellation)
    {
        await Step.RunAsync("emulators", step =>
            Debian.EnsureAsync(step, [.. Target.All.SelectMany(target => target.EmulatorPackages)]), cancellation);
        await Lanes.RunAsync([.. Target.All.Select(InStep)], cancellation);

        Func<CancellationToken, Task> InStep(Target target) =>
            token => Step.RunAsync($"C on {target.RuntimeIdentifier}", step => RunAllAsync(target, step), token);
    }

    private static async Task RunAllAsync(Target target, Step step)
    {
        await Header.RunAsync(target, target.Library, step);
        string panicking = Equipment.NameFor(Path.Combine(target.BuildFolder, "panicking", target.LibraryName));
        await NativeLibraries.BuildAsync(target, panicking, step, Equipment.Package);
        await Panic.RunAsync(target, panicking, step);
        if (target is WindowsTarget)
        {
            await Threads.RunAsync(target, target.Library, step);
        }

        if (target.StaticLibrary is not null)
        {
            await Header.RunAsync(target, target.StaticLibrary, step);
        }
    }

    private async Task RunAsync(Target target, string library, Step step)
    {
        bool isLinkedIn = library == target.StaticLibrary;
        string folder = Path.Combine(target.BuildFolder, isLinkedIn ? name + "-static" : name);
        Repository.MakeEmpty(folder);
        string copy = Path.Combine(folder, Path.GetFileName(library));
        File.Copy(library, copy);
        string program = Path.Combine(folder, name + target.ProgramExtension);
        string tests = Path.Combine(Repository.Native, "tests", "c");
        await new Tool(target.Compiler, ["-std=c99", "-Wall", "-Wextra", "-Werror", $"-DEXPECTED_VERSION=\"{Repository.Version}\"",
            "-I", Path.Combine(Repository.Native, "include"), "-o", program, Path.Combine(tests, name + ".c"), copy,
            $"-Wl,-rpath,{folder}", "-pthread", .. target.ProgramArguments,
            .. isLinkedIn ? target.StaticArguments : []]).RunAsync(step);

        List<string> lines = [];
        int exitCode = await target.RunAsync(step, program, lines.Add);
        string printed = string.Join('\n', lines);
        if (exitCode != 0 || printed != output)
        {
            throw new BuildException($"{program} ended with exit code {exitCode} and printed: {printed}");
        }
    }
}
