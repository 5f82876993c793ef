using System.Collections;

namespace RustInterop.Extensions.Logging;

/// <summary>A record as structured data: its key-values, its text, and where it comes from.</summary>
internal sealed class RustLogState : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly string _message;
    private readonly List<KeyValuePair<string, object?>> _values;

    internal RustLogState(RustLogRecord record)
    {
        _message = record.Message;
        _values =
        [
            .. record.KeyValues,
            new("Message", record.Message),
            new("Target", record.Target),
            .. Known("ModulePath", record.ModulePath),
            .. Known("File", record.File),
            .. Known("Line", record.Line),
            // The text itself may have braces.
            new("{OriginalFormat}", "{Message}"),
        ];
    }

    public int Count => _values.Count;

    public KeyValuePair<string, object?> this[int index] => _values[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The text.</summary>
    public override string ToString() => _message;

    private static KeyValuePair<string, object?>[] Known(string name, object? value) => value is null ? [] : [new(name, value)];
}
