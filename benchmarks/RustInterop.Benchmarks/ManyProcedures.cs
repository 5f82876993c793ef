namespace RustInterop.Benchmarks;

/// <summary>The processor time of 500 procedures of 12 hosts each, compared with one blocking call for the same hosts.</summary>
internal static class ManyProcedures
{
    private const int Procedures = 500;
    private const int HostsEach = 12;
    private const int Rounds = 9;

    internal static async Task MeasureAsync()
    {
        List<double> one = [];
        List<double> many = [];
        for (int round = 0; round <= Rounds; round++)
        {
            double start = ProcessorTime.Seconds();
            Rust.StartProcedure(Input(Procedures * HostsEach));
            double middle = ProcessorTime.Seconds();
            await Task.WhenAll(Enumerable.Range(0, Procedures).Select(_ => Rust.StartProcedureAsync(Input(HostsEach)))).ConfigureAwait(false);
            double end = ProcessorTime.Seconds();

            // The first round is the warm-up.
            if (round > 0)
            {
                one.Add(middle - start);
                many.Add(end - middle);
            }
        }

        Console.WriteLine($"one blocking call of {Procedures * HostsEach} hosts:  {Spread.Of(one, " s")}");
        Console.WriteLine($"{Procedures} procedures of {HostsEach} hosts each:  {Spread.Of(many, " s")}");
        Console.WriteLine($"ratio, round by round:  {Spread.Of([.. many.Zip(one, (many, one) => many / one)], "")}");
    }

    private static ProcedureInput Input(int hosts) =>
        new(TimeSpan.FromMinutes(5), 0, [.. Enumerable.Range(0, hosts).Select(host => $"host{host}")], "true", 1)
        {
            Transport = Transport.Local,
        };
}
