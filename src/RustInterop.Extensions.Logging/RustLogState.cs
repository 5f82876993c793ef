using System.Collections;

namespace RustInterop.Extensions.Logging;

/// <summary>A record as structured data: its key-values, its text, and where it comes from.</summary>
internal sealed class RustLogState : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly string _message;
    private readonly List<KeyValuePair<string, object?>> _values;

    internal RustLogState(RustLogRecord record)
    {
        const int Own = 6;
        _message = record.Message;
        _values = new(record.KeyValues.Count + Own);
        _values.AddRange(record.KeyValues);
        Add("Message", record.Message);
        Add("Target", record.Target);
        Add("ModulePath", record.ModulePath);
        Add("File", record.File);
        Add("Line", record.Line);
        // The text itself may have braces.
        Add("{OriginalFormat}", "{Message}");
    }

    public int Count => _values.Count;

    public KeyValuePair<string, object?> this[int index] => _values[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The text.</summary>
    public override string ToString() => _message;

    private void Add(string name, object? value)
    {
        if (value is not null)
        {
            _values.Add(new(name, value));
        }
    }
}
