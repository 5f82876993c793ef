using System.Security;
using System.Text.RegularExpressions;

namespace RustInterop.Build;

/// <summary>Rust's doc comments, which are Markdown, as C#'s.</summary>
internal static partial class XmlDocs
{
    private const string ErrorsHeading = "Errors";
    private const string PanicsHeading = "Panics";

    /// <summary>Writes the docs of a type or a member; nothing if there are none.</summary>
    public static void Write(Code code, string? docs)
    {
        if (docs is not null)
        {
            WriteSections(code, Sections(docs));
        }
    }

    /// <summary>Writes the docs of a parameter.</summary>
    public static void WriteParameter(Code code, string name, string docs) =>
        Lines(code, $"<param name=\"{name}\">{string.Join('\n', Sections(docs).SelectMany(section => section.Blocks).Select(block => ElementOf(block).Xml))}</param>");

    /// <summary>Writes the docs of an export, whose sections about errors and panics belong to exceptions.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="docs">The docs.</param>
    /// <param name="errors">The C# types of its errors, besides texts.</param>
    /// <param name="form">How the method calls it.</param>
    /// <param name="hasReceiver">Whether it is called on an object, which may have been disposed of.</param>
    public static void WriteExport(Code code, string? docs, IReadOnlyList<string> errors, MethodForm form, bool hasReceiver = false)
    {
        IReadOnlyList<Section> sections = Sections(docs ?? "");
        WriteSections(code, [.. sections.Where(section => section.Heading is not (ErrorsHeading or PanicsHeading))]);
        string begin = form switch
        {
            MethodForm.Blocking => "T",
            MethodForm.Task or MethodForm.ShortTask => "The task fails with it: t",
            _ => "The enumeration fails with it: t",
        };
        string? section = TextOf(sections, ErrorsHeading);
        if (form == MethodForm.Task)
        {
            Exception("global::System.OperationCanceledException", "The task ends with it: the token was cancelled, and the function has ended. Rust drops an <c>async fn</c> where it waits; any other function ends when it next checks for a cancel.");
        }
        else if (form == MethodForm.ShortTask)
        {
            Lines(code, "<returns>A task of .NET's thread pool, to be awaited once. Change nothing that you passed before it has ended.</returns>");
            Exception("global::System.OperationCanceledException", "The task ends with it: the token was cancelled before the function began.");
        }
        else if (form == MethodForm.Enumeration)
        {
            Exception("global::System.OperationCanceledException", "The enumeration ends with it: the token was cancelled.");
        }

        foreach (string error in errors)
        {
            Exception("global::RustInterop.RustException{TError}",
                Joined($"{begin}he function failed, and the error is a {TypeName(error)}.", section));
        }

        Exception("global::RustInterop.RustException", errors.Count == 0
            ? Joined($"{begin}he function failed, or the input does not fit it.", section)
            : form == MethodForm.Enumeration ? $"{begin}he function failed otherwise, or the input does not fit it."
            : $"{begin}he input does not fit the function.");
        Exception("global::RustInterop.RustPanicException", Joined($"{begin}he function panicked.", TextOf(sections, PanicsHeading)));
        if (hasReceiver)
        {
            Exception("global::System.ObjectDisposedException", $"{begin}he object was disposed of.");
        }

        Exception("global::RustInterop.RustLibraryLoadException", $"{begin}he library does not load, or does not match this assembly.");

        void Exception(string type, string text) => Lines(code, $"<exception cref=\"{type}\">{text}</exception>");
    }

    /// <summary>Writes the docs of a method that C# implements.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="docs">The docs.</param>
    /// <param name="error">The C# type of the error that it may throw; null if that is only a text.</param>
    public static void WriteMethod(Code code, string? docs, string? error)
    {
        IReadOnlyList<Section> sections = Sections(docs ?? "");
        WriteSections(code, [.. sections.Where(section => section.Heading != ErrorsHeading)]);
        string? why = TextOf(sections, ErrorsHeading);
        if (error is not null)
        {
            Lines(code, $"<exception cref=\"global::RustInterop.RustException{{TError}}\">{Joined($"Its error, a {TypeName(error)}, is the one that Rust gets.", why)}</exception>");
        }
        else if (why is not null)
        {
            Lines(code, $"<exception cref=\"global::System.Exception\">{why}</exception>");
        }
    }

    // What is not a plain name is no valid cref.
    private static string TypeName(string type) => type.All(character => char.IsLetterOrDigit(character) || character is '.' or ':' or '_')
        ? $"<see cref=\"{type}\"/>"
        : $"<c>{Escape(type)}</c>";

    private static string Joined(string text, string? more) => more is null ? text : $"{text} {more}";

    private static string? TextOf(IReadOnlyList<Section> sections, string heading) =>
        sections.FirstOrDefault(section => section.Heading == heading) is { Blocks: var blocks } ? string.Join(" ", blocks.Select(block => ElementOf(block).Xml)) : null;

    private static void WriteSections(Code code, IReadOnlyList<Section> sections)
    {
        Element[] elements = [.. sections.SelectMany(section => section.Heading.Length == 0
            ? section.Blocks.Select(ElementOf)
            : section.Blocks.Select(ElementOf).Prepend(new($"<b>{Inline(section.Heading)}</b>", IsParagraph: true)))];
        if (elements.Length > 0)
        {
            Lines(code, $"<summary>{elements[0].Xml}</summary>");
        }

        if (elements.Length > 1)
        {
            IEnumerable<string> remarks = elements[1..].Select(element => element.IsParagraph ? $"<para>{element.Xml}</para>" : element.Xml);
            Lines(code, $"<remarks>\n{string.Join('\n', remarks)}\n</remarks>");
        }
    }

    private static void Lines(Code code, string text)
    {
        foreach (string line in text.Split('\n'))
        {
            code.Line($"/// {line}".TrimEnd());
        }
    }

    private static List<Section> Sections(string docs)
    {
        List<Section> sections = [new("", [])];
        List<string> block = [];
        string? fence = null;
        foreach (string line in docs.ReplaceLineEndings("\n").Split('\n'))
        {
            string trimmed = line.Trim();
            bool isFence = IsFence(trimmed);
            if (fence is null && (trimmed.Length == 0 || trimmed.StartsWith("# ", StringComparison.Ordinal) || isFence))
            {
                End();
            }

            if (fence is null && trimmed.StartsWith("# ", StringComparison.Ordinal))
            {
                sections.Add(new(trimmed[2..].Trim(), []));
                continue;
            }

            if (fence is not null || isFence || trimmed.Length > 0)
            {
                block.Add(line.TrimEnd());
            }

            if (isFence && fence is null)
            {
                fence = trimmed[..3];
            }
            else if (fence is not null && trimmed == fence)
            {
                fence = null;
                End();
            }
        }

        End();
        return sections;

        void End()
        {
            if (block.Count > 0)
            {
                sections[^1].Blocks.Add([.. block]);
                block.Clear();
            }
        }
    }

    private static Element ElementOf(string[] block)
    {
        string first = block[0].Trim();
        if (IsFence(first))
        {
            IEnumerable<string> lines = block[1..].TakeWhile(line => line.Trim() != first[..3]);
            return new($"<code>\n{Escape(string.Join('\n', lines))}\n</code>", IsParagraph: false);
        }

        return ListItem().IsMatch(first)
            ? new($"<list type=\"bullet\">\n{string.Join('\n', Items(block).Select(item => $"<item><description>{Inline(item)}</description></item>"))}\n</list>", IsParagraph: false)
            : new(Inline(string.Join('\n', block.Select(line => line.TrimStart().TrimStart('#').TrimStart()))), IsParagraph: true);
    }

    private static bool IsFence(string line) =>
        line.StartsWith("```", StringComparison.Ordinal) || line.StartsWith("~~~", StringComparison.Ordinal);

    private static List<string> Items(string[] block)
    {
        List<string> items = [];
        foreach (string line in block.Select(line => line.Trim()))
        {
            if (ListItem().Match(line) is { Success: true } match)
            {
                items.Add(line[match.Length..]);
            }
            else
            {
                items[^1] += $" {line}";
            }
        }

        return items;
    }

    private static string Inline(string text)
    {
        string[] parts = CodeSpan().Split(text);
        // The odd parts are what is between backticks.
        return string.Concat(parts.Select((part, index) => index % 2 == 1 ? $"<c>{Escape(part)}</c>" : Plain(part)));
    }

    private static string Plain(string text) =>
        Bold().Replace(Link().Replace(Escape(text), "<see href=\"$2\">$1</see>"), "<b>$1</b>");

    private static string Escape(string text) => SecurityElement.Escape(string.Concat(text.Where(character => character is '\n' or '\t' or >= ' ')))
        .Replace("&apos;", "'", StringComparison.Ordinal).Replace("&quot;", "\"", StringComparison.Ordinal);

    // A link to Rust's own docs, such as [`Word`] or [`Word`](crate::Word), is only its code.
    [GeneratedRegex("\\[?`+([^`]+)`+(?:\\](?:\\([^)]*\\))?)?")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\[([^\]]+)\]\((https?://[^)""<\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\*\*([^*]+)\*\*")]
    private static partial Regex Bold();

    [GeneratedRegex(@"^([-*+]|\d+[.)])\s+")]
    private static partial Regex ListItem();

    /// <param name="Heading">The heading; empty for what is before the first one.</param>
    /// <param name="Blocks">The lines of each block.</param>
    private sealed record Section(string Heading, List<string[]> Blocks);

    /// <param name="Xml">The XML of a block.</param>
    /// <param name="IsParagraph">Whether it is text, rather than code or a list.</param>
    private sealed record Element(string Xml, bool IsParagraph);
}
