using RustInterop.Benchmarks.Tables;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>A contestant in a comparison.</summary>
/// <param name="Contestant">The contestant.</param>
/// <param name="Rounds">How many rounds it takes part in, from the first on.</param>
/// <param name="Wall">The goal for its time, if there is one.</param>
/// <param name="Processor">The goal for its processor time, if there is one.</param>
internal sealed record Entry(Contestant Contestant, int Rounds, Goal? Wall = null, Goal? Processor = null);
