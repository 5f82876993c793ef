using System.Globalization;
using System.Text;

namespace RustInterop.Build;

/// <summary>C# names for Rust's. docs/types.md states the rules.</summary>
internal static class Naming
{
    private static readonly HashSet<string> s_keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal",
        "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for",
        "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null",
        "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte",
        "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof",
        "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    ];

    /// <summary>The members that every object has already.</summary>
    public static IReadOnlyCollection<string> MembersOfObjects { get; } =
        ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];

    /// <summary>The members that every record has already.</summary>
    public static IReadOnlyCollection<string> MembersOfRecords { get; } =
        [.. MembersOfObjects, "Clone", "Deconstruct", "EqualityContract", "PrintMembers"];

    /// <summary><c>word_text</c> is <c>WordText</c>.</summary>
    public static string Pascal(string rust)
    {
        StringBuilder name = new();
        foreach (string word in rust.Split('_', StringSplitOptions.RemoveEmptyEntries))
        {
            string allowed = WithAllowedCharacters(word);
            name.Append(char.ToUpperInvariant(allowed[0])).Append(allowed, 1, allowed.Length - 1);
        }

        return name.Length == 0 ? "Underscore"
            : UnicodeCategory.DecimalDigitNumber == char.GetUnicodeCategory(name[0]) ? $"_{name}"
            : name.ToString();
    }

    /// <summary><c>word_text</c> is <c>wordText</c>, as a parameter is named.</summary>
    public static string Camel(string rust)
    {
        string pascal = Pascal(rust);
        string camel = char.ToLowerInvariant(pascal[0]) + pascal[1..];
        return s_keywords.Contains(camel) ? $"@{camel}" : camel;
    }

    /// <summary><c>Item</c> is <c>TItem</c>, as a type parameter is named.</summary>
    public static string TypeParameter(string rust)
    {
        string pascal = Pascal(rust);
        return pascal[0] == 'T' && (pascal.Length == 1 || char.IsUpper(pascal[1])) ? pascal : $"T{pascal}";
    }

    // Rust allows some letters that C# does not: those beyond 16 bits, for example.
    private static string WithAllowedCharacters(string word)
    {
        StringBuilder allowed = new();
        foreach (Rune rune in word.EnumerateRunes())
        {
            bool isAllowed = rune.IsBmp && Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
                or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber
                or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
            allowed.Append(rune.IsBmp && isAllowed ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"U{rune.Value:X4}"));
        }

        return allowed.ToString();
    }
}

/// <summary>The names that are taken in one place, such as a namespace or a record.</summary>
/// <param name="suffix">What a name gets that is reserved.</param>
/// <param name="reserved">Names that nothing may have.</param>
internal sealed class NameScope(string suffix, IEnumerable<string> reserved)
{
    private readonly HashSet<string> _reserved = [.. reserved];
    private readonly HashSet<string> _taken = [];

    /// <summary>The name, with the suffix if it is reserved, and with a number from 2 if it is taken.</summary>
    /// <param name="name">The name that it should be.</param>
    /// <param name="also">What is behind the name in further names that it takes.</param>
    public string Take(string name, params string[] also)
    {
        string free = IsReserved(name) ? name + suffix : name;
        string candidate = free;
        for (int number = 2; IsReserved(candidate) || All(candidate).Any(_taken.Contains); number++)
        {
            candidate = string.Create(CultureInfo.InvariantCulture, $"{free}{number}");
        }

        _taken.UnionWith(All(candidate));
        return candidate;

        bool IsReserved(string name) => All(name).Any(_reserved.Contains);

        IEnumerable<string> All(string name) => also.Select(more => name + more).Prepend(name);
    }
}
