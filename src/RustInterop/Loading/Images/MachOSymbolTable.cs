namespace RustInterop.Loading.Images;

/// <summary>Where in a Mach-O image its symbols and their names are.</summary>
internal sealed record MachOSymbolTable(uint Offset, uint Count, uint TextsOffset, uint TextsLength)
{
    private const byte External = 0b0000_0001;
    private const byte InSection = 0b0000_1110;

    /// <summary>The symbols that are defined here, and meant for others.</summary>
    internal IEnumerable<(string Name, ulong? Address)> Exported(bool is64, Func<ulong, ulong, ImageBytes> read)
    {
        ulong size = is64 ? 16u : 12u;
        ImageBytes table = read(Offset, Count * size);
        ImageBytes texts = read(TextsOffset, TextsLength);
        for (ulong at = 0; at < Count * size; at += size)
        {
            // No debugging symbol, and none that is private to what was linked together.
            if (table.U8(at + 4) == (External | InSection))
            {
                yield return (texts.Text(table.U32(at)), table.Word(at + 8, is64));
            }
        }
    }
}
