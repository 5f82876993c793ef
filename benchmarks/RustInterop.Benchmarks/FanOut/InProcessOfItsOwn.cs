namespace RustInterop.Benchmarks.FanOut;

/// <summary>
/// A contestant of .NET's, called in a process that has done nothing else: one that has started a process by .NET's Process
/// looks for the end of its own children whenever any child ends.
/// </summary>
/// <param name="Contestant">Who.</param>
internal sealed record InProcessOfItsOwn(Contestant Contestant) : Contestant(Contestant.Name)
{
    public override string? Missing => Contestant.Missing;

    public override async Task<Cost> RunAsync(Work work) =>
        (await Alone.RunAsync(Contestant, work, _ => { }).ConfigureAwait(false)).Cost;
}
