namespace RustInterop.Loading.Images;

/// <summary>
/// The exported symbols of a Mach-O image as a tree: each edge adds some characters to the name, and a node where a name
/// ends says what it stands for.
/// </summary>
internal sealed class MachOTrie
{
    private const ulong Reexported = 8;

    private readonly ImageFile _file;
    private readonly ImageBytes _bytes;
    private readonly ulong _baseAddress;

    /// <param name="file">For its allowance.</param>
    /// <param name="bytes">The tree, with its root first.</param>
    /// <param name="baseAddress">What its addresses count from.</param>
    internal MachOTrie(ImageFile file, ImageBytes bytes, ulong baseAddress)
    {
        _file = file;
        _bytes = bytes;
        _baseAddress = baseAddress;
    }

    /// <summary>Every symbol, with its address unless it is another library's.</summary>
    internal IEnumerable<(string Name, ulong? Address)> Symbols()
    {
        HashSet<ulong> seen = [0];
        Stack<(ulong At, string Name)> nodes = new([(0, "")]);
        while (nodes.TryPop(out (ulong At, string Name) node))
        {
            ulong at = node.At;
            ulong length = Number(ref at);
            ulong children = at + length;
            if (length > 0)
            {
                yield return (node.Name, Address(at));
            }

            at = children + 1;
            for (int count = _bytes.U8(children); count > 0; count--)
            {
                string edge = Edge(ref at);
                ulong child = Number(ref at);
                if (!seen.Add(child))
                {
                    throw BadImage.Damaged("its exported symbols form no tree");
                }

                _file.Spend((ulong)node.Name.Length);
                nodes.Push((child, node.Name + edge));
            }
        }
    }

    private ulong? Address(ulong at)
    {
        ulong flags = Number(ref at);
        return (flags & Reexported) != 0 ? null : _baseAddress + Number(ref at);
    }

    private string Edge(ref ulong at)
    {
        string edge = _bytes.Text(at);
        while (_bytes.U8(at++) != 0)
        {
        }

        return edge;
    }

    /// <summary>A number in the variable length of LEB128.</summary>
    private ulong Number(ref ulong at)
    {
        ulong number = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = _bytes.U8(at++);
            number |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return number;
            }

            if (shift > 56)
            {
                throw BadImage.Damaged("a number in it has no end");
            }
        }
    }
}
