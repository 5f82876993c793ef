namespace RustInterop.Build.Benchmarks;

/// <summary>A part of the benchmarks, which a verb of benchmarks/RustInterop.Benchmarks runs.</summary>
/// <param name="Name">The verb, and the folder of what it writes.</param>
/// <param name="Packages">Debian's, with the peers.</param>
internal sealed record Part(string Name, params string[] Packages)
{
    public static IReadOnlyList<Part> All { get; } =
    [
        new("fan-out", "pdsh", "clustershell", "parallel", "pssh", "ansible-core", "findutils", "openssh-client", "gcc"),
        new("crossing", "python3", "python3-pydantic", "gcc", "linux-perf") { PrepareAsync = CountingCrossing.BuildAsync },
    ];

    /// <summary>Builds what it needs besides. Returns variables for it.</summary>
    public Func<Step, Task<IReadOnlyDictionary<string, string?>>>? PrepareAsync { get; init; }

    private string Folder => Path.Combine(Repository.Benchmarks, Name);

    /// <summary>Runs it, prints its tables, and puts them and its plots into docs.</summary>
    /// <param name="step">Which it is.</param>
    /// <param name="command">That was called for it.</param>
    public async Task RunAsync(Step step, string command)
    {
        EmptyFolder.Create(Folder);
        Tool run = Dotnet.Run(Repository.BenchmarkProject, Name, Folder);
        Dictionary<string, string?> environment = new(run.Environment) { ["PATH"] = PeerPrograms.Path };
        if (PrepareAsync is not null)
        {
            foreach ((string name, string? value) in await PrepareAsync(step))
            {
                environment[name] = value;
            }
        }

        await (run with { Environment = environment }).RunAsync(step);
        string provenance = await Provenance.TellAsync(step, command, Packages);
        foreach (string path in Directory.GetFiles(Folder, "*.md").Order())
        {
            string table = await File.ReadAllTextAsync(path);
            string name = Path.GetFileNameWithoutExtension(path);
            Console.WriteLine($"\n{name}\n\n{table}");
            await new DocumentPart("benchmarks.md", name).WriteAsync($"{table}\n{provenance}");
        }

        await BenchmarkPlots.WriteAsync(Folder);
    }
}
