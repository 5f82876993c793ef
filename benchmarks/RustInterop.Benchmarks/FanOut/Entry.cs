using RustInterop.Benchmarks.Tables;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>A contestant in a comparison.</summary>
/// <param name="Contestant">Who.</param>
/// <param name="Rounds">In how many of the rounds, the first ones, it takes part.</param>
/// <param name="Wall">The goal for the time it takes, if there is one.</param>
/// <param name="Processor">The goal for its processor time, if there is one.</param>
internal sealed record Entry(Contestant Contestant, int Rounds, Goal? Wall = null, Goal? Processor = null);
