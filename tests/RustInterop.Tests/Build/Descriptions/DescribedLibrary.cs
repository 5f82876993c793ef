using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace RustInterop.Tests.Build.Descriptions;

/// <summary>Bytes as the macros of Rust leave them in a library.</summary>
internal static class DescribedLibrary
{
    private static readonly byte[] Padding = [0x7F, (byte)'R', (byte)'U', (byte)'S', (byte)'T'];

    /// <summary>A file with descriptions, and other bytes between them.</summary>
    internal static byte[] Of(params byte[][] descriptions) => [.. Padding, .. descriptions.SelectMany(description => description.Concat(Padding))];

    /// <summary>A description.</summary>
    /// <param name="shape">The shape, with white space or without.</param>
    /// <param name="docs">The docs, by what they are about.</param>
    /// <param name="format">The version of the format.</param>
    internal static byte[] Description(string shape, Dictionary<string, string>? docs = null, byte format = 1) =>
        Raw(Encoding.UTF8.GetBytes(Minified(shape)), JsonSerializer.SerializeToUtf8Bytes(docs ?? []), format);

    internal static byte[] Raw(byte[] shape, byte[] docs, byte format = 1)
    {
        byte[] lengths = new byte[2 * sizeof(uint)];
        BinaryPrimitives.WriteInt32LittleEndian(lengths, shape.Length);
        BinaryPrimitives.WriteInt32LittleEndian(lengths.AsSpan(sizeof(uint)), docs.Length);
        return [.. "RUSTIO"u8, format, (byte)'\n', .. lengths, .. shape, .. docs];
    }

    /// <summary>The shape of an export without parameters.</summary>
    internal static string Export(string crate, string name, string output = "\"unit\"", string types = "") =>
        $$"""{"crate":"{{crate}}","name":"{{name}}","object":true,"arguments":[],"output":{{output}},"types":[{{types}}]}""";

    internal static string Minified(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement);
}
