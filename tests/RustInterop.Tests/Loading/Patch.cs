using System.Text;

namespace RustInterop.Tests.Loading;

/// <summary>Changes a file in place.</summary>
internal static class Patch
{
    /// <summary>Overwrites bytes.</summary>
    internal static void Bytes(string path, long offset, params byte[] bytes)
    {
        using FileStream file = File.OpenWrite(path);
        file.Position = offset;
        file.Write(bytes);
    }

    /// <summary>Replaces every occurrence of a text by another of the same length.</summary>
    internal static void Text(string path, string text, string other)
    {
        other.Should().HaveLength(text.Length);
        string content = File.ReadAllText(path, Encoding.Latin1);
        content.Should().Contain(text);
        File.WriteAllText(path, content.Replace(text, other, StringComparison.Ordinal), Encoding.Latin1);
    }
}
