namespace RustInterop.Benchmarks.FanOut;

/// <summary>
/// A .NET contestant in a process that has done nothing else: a process that has used .NET's Process checks all its own children
/// whenever any child ends.
/// </summary>
/// <param name="Contestant">The contestant.</param>
internal sealed record InOwnProcess(Contestant Contestant) : Contestant(Contestant.Name)
{
    public override string? Missing => Contestant.Missing;

    public override async Task<Cost> RunAsync(Work work) =>
        (await Alone.RunAsync(Contestant, work, _ => { }).ConfigureAwait(false)).Cost;
}
