using System.Text.Json;

namespace RustInterop.Build;

/// <summary>An error or a warning of rustc or clippy, as MSBuild wants it.</summary>
/// <param name="IsError">An error, or a warning.</param>
/// <param name="Code">The error's code or the lint's name, or null.</param>
/// <param name="Range">Where it is, or null.</param>
/// <param name="Text">What is wrong, and what helps, on one line.</param>
/// <param name="Rendered">The text as rustc shows it on a terminal.</param>
internal sealed record Diagnostic(bool IsError, string? Code, SourceRange? Range, string Text, string Rendered)
{
    /// <summary>A page about the code, or null.</summary>
    public string? HelpLink =>
        Code is null ? null
        : Code.StartsWith("clippy::", StringComparison.Ordinal)
            ? $"https://rust-lang.github.io/rust-clippy/master/index.html#{Code["clippy::".Length..]}"
        : Code.StartsWith('E') ? $"https://doc.rust-lang.org/error_codes/{Code}.html"
        : null;

    /// <summary>Reads rustc's JSON; null for what is neither error nor warning.</summary>
    /// <param name="message">The member <c>message</c> of cargo's message <c>compiler-message</c>.</param>
    /// <param name="workspaceRoot">The folder to which paths are relative.</param>
    public static Diagnostic? Read(JsonElement message, string workspaceRoot)
    {
        string level = message.GetProperty("level").GetString()!;
        bool isError = level.StartsWith("error", StringComparison.Ordinal);
        if (!isError && level != "warning")
        {
            return null;
        }

        JsonElement[] spans = [.. message.GetProperty("spans").EnumerateArray().Where(span => span.GetProperty("is_primary").GetBoolean())];
        // A summary, such as "aborting due to 2 previous errors", has neither code nor place nor anything to explain.
        JsonElement[] children = [.. message.GetProperty("children").EnumerateArray()];
        if (spans.Length == 0 && children.Length == 0 && IsSummary(MessageOf(message)))
        {
            return null;
        }

        return new(
            isError,
            message.GetProperty("code") is { ValueKind: JsonValueKind.Object } code ? code.GetProperty("code").GetString() : null,
            spans.Length == 0 ? null : SourceRange.Read(spans[0], workspaceRoot),
            WithHelp(MessageOf(message), spans, children),
            message.GetProperty("rendered").GetString() ?? MessageOf(message));
    }

    private static bool IsSummary(string text) =>
        text.StartsWith("aborting due to ", StringComparison.Ordinal) || text.EndsWith(" emitted", StringComparison.Ordinal);

    private static string MessageOf(JsonElement message) => OnOneLine(message.GetProperty("message").GetString()!);

    private static string WithHelp(string text, JsonElement[] spans, JsonElement[] children)
    {
        string? label = spans.Select(span => span.GetProperty("label").GetString()).FirstOrDefault(label => label is not null);
        IEnumerable<string> help = children.Where(child => child.GetProperty("level").ValueEquals("help")).Select(Help);
        return string.Join("; ", [label is null ? text : $"{text}: {OnOneLine(label)}", .. help]);
    }

    private static string Help(JsonElement child)
    {
        string?[] suggestions = [.. child.GetProperty("spans").EnumerateArray()
            .Select(span => span.GetProperty("suggested_replacement").GetString())];
        string text = $"help: {MessageOf(child)}";
        return suggestions is [{ Length: > 0 } suggestion] ? $"{text}: `{OnOneLine(suggestion)}`" : text;
    }

    private static string OnOneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}

/// <summary>A part of a source file. Lines and columns count from 1; the end column is behind the last character.</summary>
internal sealed record SourceRange(string File, int Line, int Column, int EndLine, int EndColumn)
{
    /// <summary>Reads a span of rustc. If a macro of another crate is at fault, the place that calls it is taken.</summary>
    public static SourceRange Read(JsonElement span, string workspaceRoot)
    {
        string file = Path.GetFullPath(span.GetProperty("file_name").GetString()!, workspaceRoot);
        return !System.IO.File.Exists(file) && span.GetProperty("expansion") is { ValueKind: JsonValueKind.Object } expansion
            ? Read(expansion.GetProperty("span"), workspaceRoot)
            : new(
                file,
                span.GetProperty("line_start").GetInt32(),
                span.GetProperty("column_start").GetInt32(),
                span.GetProperty("line_end").GetInt32(),
                span.GetProperty("column_end").GetInt32());
    }
}
