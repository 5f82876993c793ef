using RustInterop.Benchmarks.Generated;

namespace RustInterop.Benchmarks;

/// <summary>A hundred thousand small records: as a stream, and as lists of a thousand.</summary>
internal static class Streams
{
    private const int Items = 100_000;
    private const int ListLength = 1000;

    internal static Task MeasureAsync() => new Contest(calls: 1, Items)
        .AddAwaited("a record of a stream", TakeStreamAsync)
        .AddAwaited("a record in lists", TakeListsAsync)
        .PrintAsync();

    private static async Task TakeStreamAsync()
    {
        await foreach (Generated.File file in Native.Walk(Items).ConfigureAwait(false))
        {
        }
    }

    private static async Task TakeListsAsync()
    {
        for (int taken = 0; taken < Items; taken += ListLength)
        {
            await Native.ListAsync(ListLength).ConfigureAwait(false);
        }
    }
}
