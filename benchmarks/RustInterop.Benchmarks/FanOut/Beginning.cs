using System.Text;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>Reads a stream to its end, and keeps only the beginning.</summary>
internal static class Beginning
{
    private const int Limit = 65_536;
    private const int BufferLength = 16_384;

    internal static async Task<string> ReadAsync(Stream stream)
    {
        byte[] buffer = new byte[BufferLength];
        using MemoryStream kept = new();
        int length;
        while ((length = await stream.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            kept.Write(buffer, 0, int.Min(length, Limit - (int)kept.Length));
        }

        return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }
}
