using System.Text.RegularExpressions;

namespace RustInterop.Tests.Support;

/// <summary>The C header of the native library.</summary>
internal static partial class Header
{
    /// <summary>The functions that it declares.</summary>
    internal static IEnumerable<string> Functions()
    {
        string text = File.ReadAllText(Repository.PathOf("native", "include", "rust_interop.h"));
        return Declaration().Matches(Comment().Replace(text, "")).Select(match => match.Groups[1].Value);
    }

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^[a-z]\w*[\w *]*?(\w+)\([^()]*\);", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
