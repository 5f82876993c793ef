using System.Globalization;
using System.Runtime.InteropServices;
using RustInterop.Build.Crates;
using RustInterop.Build.Documents;

namespace RustInterop.Build.Benchmarks;

/// <summary>A part of the benchmarks: a verb of a program in benchmarks.</summary>
/// <param name="Name">The verb, and the folder of its results.</param>
/// <param name="Packages">The Debian packages of its peers.</param>
internal sealed record Part(string Name, params string[] Packages)
{
    public static IReadOnlyList<Part> All { get; } =
    [
        new("fan-out", "pdsh", "clustershell", "parallel", "pssh", "ansible-core", "findutils", "openssh-client", "gcc"),
        new("live-output", "gcc"),
        new("kept-connections", "openssh-client"),
        new("start-up", "pdsh", "clustershell", "parallel", "pssh", "ansible-core") { StartsTool = true },
        new("first-call") { StartsFirstCalls = true },
        new("fleet-jobs") { Project = Repository.FleetJobsProject, NeedsServers = true },
        new("crossing", "python3", "python3-pydantic", "gcc", "g++", "linux-perf", "swig") { CallsOwnLibrary = true },
    ];

    /// <summary>The program.</summary>
    public string Project { get; init; } = Repository.BenchmarkProject;

    /// <summary>Whether it starts PostgreSQL.</summary>
    public bool NeedsServers { get; init; }

    /// <summary>Whether it calls benchmarks/native: also a build of it that counts its allocations, and by SWIG's C#.</summary>
    public bool CallsOwnLibrary { get; init; }

    /// <summary>Whether it starts the command fleet, as a native program and as a .NET tool.</summary>
    public bool StartsTool { get; init; }

    /// <summary>Whether it starts the program of first calls: compiled when it runs, ready to run, and native.</summary>
    public bool StartsFirstCalls { get; init; }

    private const string Document = "benchmarks.md";

    private string Folder => Path.Combine(Repository.Benchmarks, Name);

    /// <summary>Runs it, prints its tables, and puts tables and plots into docs.</summary>
    /// <param name="step">The current step.</param>
    /// <param name="command">The command line, to be named below the tables.</param>
    /// <exception cref="BuildException">It failed, or missed a goal that has to be met.</exception>
    public async Task RunAsync(Step step, string command)
    {
        int exitCode = await MeasureAsync(step);
        string provenance = await DescribeAsync(step, command);
        foreach ((string name, string table) in await TablesAsync())
        {
            await new DocumentPart(Document, name).WriteAsync($"{table}\n{provenance}");
        }

        string growth = Path.Combine(Folder, "growth.csv");
        if (File.Exists(growth))
        {
            await Plots.WriteGrowthAsync(growth);
        }

        ThrowIfMissed(exitCode);
    }

    /// <summary>Runs it, and compares its tables with those in docs, which stay as they are.</summary>
    /// <param name="step">The current step.</param>
    /// <exception cref="BuildException">It failed, missed a goal that has to be met, or a ratio is worse than in docs.</exception>
    public async Task CheckAsync(Step step)
    {
        ThrowIfMissed(await MeasureAsync(step));
        List<string> regressions = [];
        foreach ((string name, string table) in await TablesAsync())
        {
            regressions.AddRange(new CommittedTable(name, await new DocumentPart(Document, name).ReadAsync()).Regressions(table));
        }

        if (regressions.Count > 0)
        {
            throw new BuildException($"worse than in docs/{Document}:\n{string.Join('\n', regressions)}");
        }
    }

    private async Task<int> MeasureAsync(Step step)
    {
        Repository.MakeEmpty(Folder);
        Tool run = Dotnet.Run(Project, Name, Folder);
        Dictionary<string, string?> environment = new(run.Environment) { ["PATH"] = PeerPrograms.Path };
        if (CallsOwnLibrary)
        {
            string target = Path.Combine(Repository.Benchmarks, "counting");
            await Cargo.BuildCounting(Repository.CrossingCrate, target).RunAsync(step);
            environment["CROSSING_COUNTING_LIBRARY"] = Path.Combine(target, "debug", "libcrossing.so");
            environment["CROSSING_SWIG_PEER"] = await SwigPeer.BuildAsync(step);
        }

        if (StartsTool)
        {
            environment["FLEET_NATIVE"] = await PublishAsync(step, Repository.ToolProject, "fleet/native", "--use-current-runtime", "-p:PublishAot=true");
            environment["FLEET_DOTNET"] = await PublishAsync(step, Repository.ToolProject, "fleet/dotnet");
        }

        if (StartsFirstCalls)
        {
            string project = Repository.FirstCallProject;
            environment["FIRST_CALL_JIT"] = await PublishAsync(step, project, "first-call/jit");
            environment["FIRST_CALL_READY"] = await PublishAsync(step, project, "first-call/ready", "--use-current-runtime", "--self-contained", "false", "-p:PublishReadyToRun=true");
            environment["FIRST_CALL_NATIVE"] = await PublishAsync(step, project, "first-call/native", "--use-current-runtime", "-p:PublishAot=true");
        }

        return await (run with { Environment = environment }).TryRunAsync(step, step.Log);
    }

    /// <summary>The tables that were measured, by name, which this prints.</summary>
    private async Task<IReadOnlyList<(string Name, string Table)>> TablesAsync()
    {
        List<(string, string)> tables = [];
        foreach (string path in Directory.GetFiles(Folder, "*.md").Order())
        {
            string table = await File.ReadAllTextAsync(path);
            string name = Path.GetFileNameWithoutExtension(path);
            Console.WriteLine($"\n{name}\n\n{table}");
            tables.Add((name, table));
        }

        return tables;
    }

    // The tables say what it misses.
    private void ThrowIfMissed(int exitCode)
    {
        if (exitCode != 0)
        {
            throw new BuildException($"the benchmarks of {Name} ended with exit code {exitCode}");
        }
    }

    /// <returns>The folder of the program.</returns>
    private static async Task<string> PublishAsync(Step step, string project, string name, params string[] arguments)
    {
        string folder = Path.Combine(Repository.Benchmarks, "programs", name);
        await Dotnet.Publish(project, [.. arguments, "-o", folder]).RunAsync(step);
        return folder;
    }

    /// <summary>Where the figures come from: command, day, machine and versions.</summary>
    private async Task<string> DescribeAsync(Step step, string command)
    {
        string rust = await new Tool("rustc", "--version").TryReadAsync(step) ?? "rustc";
        string dotnet = await new Tool("dotnet", "--version").TryReadAsync(step) ?? "";
        List<string> versions = [$".NET SDK {dotnet}", string.Join(' ', rust.Split(' ').Take(2))];
        // Without a name, it lists all packages.
        if (Debian.IsThis && Packages.Length > 0)
        {
            await new Tool("dpkg-query", ["--show", "--showformat", "${Package} ${Version}\n", .. Packages])
                .TryRunAsync(step, versions.Add, step.Log);
        }

        string kernel = (await File.ReadAllTextAsync("/proc/sys/kernel/osrelease")).Trim();
        string? model = (await File.ReadAllLinesAsync("/proc/cpuinfo"))
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        string processor = model?[(model.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? RuntimeInformation.OSArchitecture.ToString();
        string day = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return $"""
            By `{command}` on {day}: {processor}, {Environment.ProcessorCount} processors, Linux {kernel};
            {string.Join(", ", versions)}.
            """;
    }
}
