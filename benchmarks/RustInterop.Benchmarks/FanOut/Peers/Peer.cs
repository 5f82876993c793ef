namespace RustInterop.Benchmarks.FanOut.Peers;

/// <summary>A program that is measured from start to end.</summary>
/// <param name="Name">The name in the tables.</param>
/// <param name="Program">A program on the PATH.</param>
internal abstract record Peer(string Name, string Program) : Contestant(Name)
{
    public override string? Missing => Command.Find(Program) is null ? $"no {Program} on the PATH" : null;

    /// <summary>Receives the id of each process as it starts.</summary>
    public Action<int> Started { get; init; } = _ => { };

    public override async Task<Cost> RunAsync(Work work)
    {
        string hosts = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(hosts, work.Hosts).ConfigureAwait(false);
            IReadOnlyList<string> arguments = Arguments(work, hosts);
            IReadOnlyDictionary<string, string> environment = Variables(work);
            return await Cost.OfCommandAsync(async () =>
            {
                (int exitCode, string errors) =
                    await Command.TryRunAsync(Program, arguments, environment, Started).ConfigureAwait(false);
                if (exitCode != 0 && work.Timeout == 0)
                {
                    throw new InvalidOperationException($"{Program} exited with {exitCode}: {errors}");
                }
            }).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(hosts);
        }
    }

    /// <param name="work">The work.</param>
    /// <param name="hosts">A file with one host per line.</param>
    protected abstract IReadOnlyList<string> Arguments(Work work, string hosts);

    protected virtual IReadOnlyDictionary<string, string> Variables(Work work) => new Dictionary<string, string>();

    protected static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
