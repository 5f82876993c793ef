// Sends to Rust and back a record with every kind of member, and what crosses beside records: an object, bytes, a stream and an
// async function. Throws if a result is not as expected.

using RustInterop;
using RustInterop.Tests.Bindings;
using RustInterop.Tests.RecordTypes;
using RustInterop.Tests.TimerTypes;

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

using (RustInterop.Tests.RecordTypes.Index index = new(new() { Documents = ["a word", "another word"] }))
{
    Hits hits = index.Search("other");
    using Document first = hits.First;
    Comparison.Check(first.Text(), "another word");
    Comparison.Check(hits.Others.Count, 0);
}

using (RustBytes inverted = Records.Invert([0, 1, 255]))
{
    Comparison.Check(inverted.Span.SequenceEqual((byte[])[255, 254, 0]), true);
    using RustBytes same = Records.SameBytes(inverted);
    Comparison.Check(same.Span.SequenceEqual(inverted.Span), true);
}

using (Sensor sensor = new())
{
    List<ulong> numbers = [];
    await foreach (Reading reading in sensor.Readings(100))
    {
        numbers.Add(reading.Number);
    }

    Comparison.Same(numbers, Enumerable.Range(0, 100).Select(number => (ulong)number));
}

Comparison.Check(await Timers.RepeatAsync("ab", 3, TimeSpan.FromMilliseconds(1)), "ababab");

Console.WriteLine("every member is the same in C# and in Rust");

internal sealed class Collector(List<Counted> reports) : IProgress<Counted>
{
    public void Report(Counted value) => reports.Add(value);
}
