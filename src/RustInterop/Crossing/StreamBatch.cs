using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace RustInterop.Crossing;

/// <summary>What the next items of a stream are asked for with.</summary>
internal readonly record struct StreamRequest(ulong Stream, int Most);

/// <summary>Some items of a stream.</summary>
internal sealed class StreamBatch<T>
{
    private int _taken;

    internal List<T> Items { get; set; } = [];

    /// <summary>Whether the stream has no more items.</summary>
    internal bool IsDone { get; set; }

    internal bool TryTake([MaybeNullWhen(false)] out T item)
    {
        bool isThere = _taken < Items.Count;
        item = isThere ? Items[_taken++] : default;
        return isThere;
    }

    /// <summary>Disposes of the objects in the items that nobody has taken.</summary>
    internal void DisposeOfRest()
    {
        foreach (SafeHandle handle in (Items as OwningList<T>)?.Handles.Skip(_taken).SelectMany(handles => handles) ?? [])
        {
            handle.Dispose();
        }
    }
}

/// <summary>Items with objects in them.</summary>
[SuppressMessage("Design", "CA1002:Do not expose generic lists", Justification = "It is not exposed.")]
internal sealed class OwningList<T> : List<T>
{
    /// <summary>The handles in each item.</summary>
    internal List<SafeHandle[]> Handles { get; } = [];
}
