using System.Text.Json;

namespace RustInterop.Build;

/// <summary>What a value is, in Rust and in JSON.</summary>
internal abstract record Shape
{
    public static Shape Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            return new Scalar(json.GetString()!);
        }

        JsonProperty first = json.EnumerateObject().First();
        return first.Name switch
        {
            "option" => new Option(Read(first.Value)),
            "optional" => new Optional(Read(first.Value)),
            "list" => new List(Read(first.Value)),
            "map" => new Map(Read(first.Value[0]), Read(first.Value[1])),
            "tuple" => new Tuple(ReadAll(first.Value)),
            "type" => new Named(first.Value.GetString()!, json.TryGetProperty("arguments", out JsonElement arguments) ? ReadAll(arguments) : []),
            "stream" => new ItemStream(Read(first.Value), json.TryGetProperty("error", out JsonElement error) ? Read(error) : null),
            "callback" => new Callback(
                Read(first.Value[0]) switch
                {
                    Scalar { Name: "unit" } => [],
                    Tuple tuple => tuple.Items,
                    var input => [input],
                },
                Read(first.Value[1]),
                json.TryGetProperty("error", out JsonElement thrown) ? Read(thrown) : null,
                json.IsTrue("async")),
            "parameter" => new Parameter(first.Value.GetInt32()),
            _ => throw new FormatException($"the shape {json}"),
        };
    }

    public static Shapes ReadAll(JsonElement json) => [.. json.EnumerateArray().Select(Read)];

    /// <summary>The shapes in it, not those within these.</summary>
    public IEnumerable<Shape> Children => this switch
    {
        Option option => [option.Some],
        Optional optional => [optional.Present],
        List list => [list.Item],
        Map map => [map.Key, map.Value],
        Tuple tuple => tuple.Items,
        Named named => named.Arguments,
        ItemStream { Error: null } stream => [stream.Item],
        ItemStream stream => [stream.Item, stream.Error],
        Callback { Error: null } callback => [callback.Input, callback.Output],
        Callback callback => [callback.Input, callback.Output, callback.Error],
        _ => [],
    };

    /// <summary>The same shape with other ones for the parameters of the generic type that it is in.</summary>
    public Shape With(Shapes arguments) =>
        this is Parameter parameter ? arguments[parameter.Index] : WithChildren(child => child.With(arguments));

    /// <summary>The same shape with other ones in it.</summary>
    public Shape WithChildren(Func<Shape, Shape> change) => this switch
    {
        Option option => new Option(change(option.Some)),
        Optional optional => new Optional(change(optional.Present)),
        List list => new List(change(list.Item)),
        Map map => new Map(change(map.Key), change(map.Value)),
        Tuple tuple => new Tuple([.. tuple.Items.Select(change)]),
        Named named => new Named(named.Path, [.. named.Arguments.Select(change)]),
        ItemStream stream => new ItemStream(change(stream.Item), stream.Error is null ? null : change(stream.Error)),
        Callback callback => callback with
        {
            Parameters = [.. callback.Parameters.Select(change)],
            Output = change(callback.Output),
            Error = callback.Error is null ? null : change(callback.Error),
        },
        _ => this,
    };
}

internal sealed record Scalar(string Name) : Shape;

internal sealed record Option(Shape Some) : Shape;

/// <summary>Of a member only: it may be absent, and that is not the same as null.</summary>
internal sealed record Optional(Shape Present) : Shape;

internal sealed record List(Shape Item) : Shape;

internal sealed record Map(Shape Key, Shape Value) : Shape;

internal sealed record Tuple(Shapes Items) : Shape;

internal sealed record Named(string Path, Shapes Arguments) : Shape;

/// <param name="Item">What its items are.</param>
/// <param name="Error">What it may end with; null if that is only a text.</param>
internal sealed record ItemStream(Shape Item, Shape? Error) : Shape;

/// <summary>A function of C#'s.</summary>
/// <param name="Parameters">What it takes.</param>
/// <param name="Output">What it returns.</param>
/// <param name="Error">What it throws; null if that is only a text.</param>
/// <param name="IsAsync">Whether it returns a task.</param>
internal sealed record Callback(Shapes Parameters, Shape Output, Shape? Error, bool IsAsync) : Shape
{
    /// <summary>What Rust sends for the parameters.</summary>
    public Shape Input => Parameters.Count switch
    {
        0 => new Scalar("unit"),
        1 => Parameters[0],
        _ => new Tuple(Parameters),
    };

    public bool HasOutput => Output is not Scalar { Name: "unit" };
}

internal sealed record Parameter(int Index) : Shape;

/// <summary>Several shapes, equal to others by what they are.</summary>
[System.Runtime.CompilerServices.CollectionBuilder(typeof(Shapes), nameof(Create))]
internal sealed class Shapes(Shape[] items) : IReadOnlyList<Shape>, IEquatable<Shapes>
{
    public int Count => items.Length;

    public Shape this[int index] => items[index];

    public static Shapes Create(ReadOnlySpan<Shape> items) => new(items.ToArray());

    public bool Equals(Shapes? other) => other is not null && items.SequenceEqual(other);

    public override bool Equals(object? obj) => Equals(obj as Shapes);

    public override int GetHashCode() => items.Aggregate(0, HashCode.Combine);

    public IEnumerator<Shape> GetEnumerator() => ((IEnumerable<Shape>)items).GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
