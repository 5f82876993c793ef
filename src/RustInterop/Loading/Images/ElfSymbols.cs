namespace RustInterop.Loading.Images;

/// <summary>The symbols of an ELF library, whose number nothing but the hash table over them tells.</summary>
internal static class ElfSymbols
{
    private const int Local = 0;
    private const int Function = 2;
    private const int IndirectFunction = 10;
    private const int Undefined = 0;

    internal static IEnumerable<string> Functions(ElfImage image, ulong address, ulong count, ImageBytes texts)
    {
        ulong size = image.Is64 ? 24u : 16u;
        ImageBytes table = image.Read(image.OffsetOf(address), count * size);
        for (ulong at = 0; count > 0; count--, at += size)
        {
            byte info = table.U8(at + (image.Is64 ? 4u : 12u));
            ushort section = table.U16(at + (image.Is64 ? 6u : 14u));
            if (section != Undefined && (info >> 4) != Local && (info & 15) is Function or IndirectFunction)
            {
                yield return texts.Text(table.U32(at));
            }
        }
    }

    /// <summary>DT_HASH: it has as many links as there are symbols.</summary>
    internal static ulong CountByHash(ElfImage image, ulong offset) => image.Read(offset, 8).U32(4);

    /// <summary>
    /// DT_GNU_HASH: sorts the symbols into buckets, each a run of symbols whose last one is marked. The last run ends with
    /// the last symbol.
    /// </summary>
    internal static ulong CountByGnuHash(ElfImage image, ulong offset)
    {
        ImageBytes header = image.Read(offset, 16);
        uint buckets = header.U32(0);
        uint first = header.U32(4);
        ulong filter = header.U32(8) * (image.Is64 ? 8ul : 4ul);
        ulong bucketsOffset = offset + 16 + filter;
        ImageBytes table = image.Read(bucketsOffset, buckets * 4ul);
        uint last = 0;
        for (ulong at = 0; at < buckets * 4ul; at += 4)
        {
            last = Math.Max(last, table.U32(at));
        }

        if (last < first)
        {
            return first;
        }

        ulong link = bucketsOffset + (buckets * 4ul) + ((last - first) * 4ul);
        ulong count = last + 1ul;
        while ((image.Read(link, 4).U32(0) & 1) == 0)
        {
            link += 4;
            count++;
        }

        return count;
    }
}
