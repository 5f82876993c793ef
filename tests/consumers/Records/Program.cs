// Sends a record with every kind of member to Rust and back, and throws if a result is not as expected.

using RustInterop;
using RustInterop.Tests.Bindings;
using RustInterop.Tests.RecordTypes;

// Rust's own comparison, which throws if something differs.
Records.IsSample(Sample.Everything);
Comparison.Check(Records.Sample(), Sample.Everything with { OnlyOut = 0 });
Records.IsSample(await Records.SampleAsync());

try
{
    throw new InvalidOperationException($"It counted to {Records.Count(5, most: 2)}.");
}
catch (RustException<CountError> exception) when (exception.Error == new CountError.TooMany { Most = 2 })
{
    Comparison.Check(exception.Message, "more than 2 are too many");
}

List<Counted> reports = [];
Comparison.Check(await Records.CountAsync(3, progress: new Collector(reports)), 3u);
Comparison.Same(reports, [new() { SoFar = 1 }, new() { SoFar = 2 }, new() { SoFar = 3 }]);

Console.WriteLine("every member is the same in C# and in Rust");

internal sealed class Collector(List<Counted> reports) : IProgress<Counted>
{
    public void Report(Counted value) => reports.Add(value);
}
