using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace RustInterop.Crossing;

/// <summary>
/// An error within a value whose converter is not System.Text.Json's own, which then knows only the path of the outer value.
/// </summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It always has an inner exception.")]
internal sealed class NestedJsonException : JsonException
{
    internal NestedJsonException(string place, JsonException inner)
        : base(MessageOf(place, inner), path: null, inner.LineNumber, inner.BytePositionInLine, inner) => Place = Join(place, PathOf(inner));

    /// <summary>Where the error is within the outer value.</summary>
    internal string Place { get; }

    private string Reason => InnerException is NestedJsonException inner ? inner.Reason : InnerException!.Message;

    /// <summary>The path of an error, without the root's <c>$</c>.</summary>
    internal static string PathOf(JsonException exception) => Join(
        exception.Path is ['$', .. string below] ? below.TrimStart('.') : "",
        exception is NestedJsonException nested ? nested.Place : "");

    /// <summary>A path, and one that goes on from there.</summary>
    internal static string Join(string path, string below) =>
        path.Length == 0 || below.Length == 0 || below[0] == '[' ? path + below : $"{path}.{below}";

    private static string MessageOf(string place, JsonException inner)
    {
        string path = Join(place, PathOf(inner));
        string reason = inner is NestedJsonException nested ? nested.Reason : inner.Message;
        return path.Length == 0 ? reason : $"{path}: {reason}";
    }
}
