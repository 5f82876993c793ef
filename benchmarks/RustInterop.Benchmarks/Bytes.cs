using RustInterop.Benchmarks.Crossing;
using RustInterop.Benchmarks.Generated;

namespace RustInterop.Benchmarks;

/// <summary>Bytes in and as many out: by generated C#, and by a P/Invoke with pointers that writes to an array.</summary>
internal static class Bytes
{
    private const int Small = 32;
    private const int Large = 20 * 1024 * 1024;

    internal static async Task MeasureAsync()
    {
        foreach ((int length, int calls) in new[] { (Small, 20_000), (Large, 4) })
        {
            byte[] data = new byte[length];
            byte[] inverted = new byte[length];
            await new Contest(calls)
                .Add($"{length} bytes, P/Invoke", () => Invert(data, inverted))
                .Add($"{length} bytes, generated C#", () => Native.Invert(data).Dispose())
                .AddAwaited($"{length} bytes, P/Invoke in Task.Run", () => Task.Run(() => Invert(data, inverted)))
                .AddAwaited($"{length} bytes, generated C#, awaited", async () => (await Native.InvertAsync(data).ConfigureAwait(false)).Dispose())
                .PrintAsync().ConfigureAwait(false);
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
