using System.Diagnostics;
using System.Runtime.InteropServices;
using RustInterop.Benchmarks.Crossing;
using RustInterop.Benchmarks.Generated;

namespace RustInterop.Benchmarks;

/// <summary>Bytes in and as many out: by generated C#, and by a P/Invoke with pointers that writes to an array.</summary>
internal static class Bytes
{
    private const int Rounds = 15;
    private const int Small = 32;
    private const int Large = 20 * 1024 * 1024;

    internal static async Task MeasureAsync()
    {
        foreach ((int length, int calls) in new[] { (Small, 20_000), (Large, 4) })
        {
            byte[] data = new byte[length];
            byte[] inverted = new byte[length];
            await CompareAsync(length, calls, [
                ("P/Invoke", () => Invert(data, inverted)),
                ("generated C#", () => Files.Invert(data).Dispose()),
            ], [
                ("P/Invoke in Task.Run", () => Task.Run(() => Invert(data, inverted))),
                ("generated C#, awaited", async () => (await Files.InvertAsync(data).ConfigureAwait(false)).Dispose()),
            ]).ConfigureAwait(false);
        }
    }

    private static async Task CompareAsync(
        int length, int calls, (string Name, Action Call)[] blocking, (string Name, Func<Task> Call)[] awaited)
    {
        Dictionary<string, List<double>> microseconds = [];
        // The first two rounds are the warm-up.
        for (int round = -2; round < Rounds; round++)
        {
            foreach ((string name, Action call) in blocking)
            {
                long start = Stopwatch.GetTimestamp();
                for (int i = 0; i < calls; i++)
                {
                    call();
                }

                Add(name, start);
            }

            foreach ((string name, Func<Task> call) in awaited)
            {
                long start = Stopwatch.GetTimestamp();
                for (int i = 0; i < calls; i++)
                {
                    await call().ConfigureAwait(false);
                }

                Add(name, start);
            }

            void Add(string name, long start)
            {
                if (round >= 0)
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(microseconds, name, out _) ??= [];
                    microseconds[name].Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / calls);
                }
            }
        }

        foreach ((string name, List<double> times) in microseconds)
        {
            Console.WriteLine($"{length} bytes, {name}:  {Spread.Of(times, " µs")}");
        }
    }

    private static unsafe void Invert(byte[] data, byte[] inverted)
    {
        fixed (byte* input = data, output = inverted)
        {
            Exports.invert_into(input, (nuint)data.Length, output);
        }
    }
}
