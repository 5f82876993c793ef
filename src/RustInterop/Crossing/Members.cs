using System.Numerics;
using System.Text;
using System.Text.Json;

namespace RustInterop.Crossing;

/// <summary>
/// The members of an object that is read by hand: each of them once, those that may be left out at most once, and no others.
/// </summary>
internal sealed class Members
{
    /// <summary>In place of a member, after the last.</summary>
    internal const int End = -1;

    private readonly byte[][] _names;
    private readonly uint _required;

    /// <param name="names">In the order in which Rust writes them, which is found fastest.</param>
    internal Members(params ReadOnlySpan<(string Name, bool IsRequired)> names)
    {
        _names = new byte[names.Length][];
        for (int member = 0; member < names.Length; member++)
        {
            _names[member] = Encoding.UTF8.GetBytes(names[member].Name);
            _required |= names[member].IsRequired ? 1u << member : 0;
        }
    }

    /// <summary>Goes on to the value of the next member.</summary>
    /// <param name="reader">At the beginning of the object, and later at the end of a member's value.</param>
    /// <param name="seen">The members that there have been: 0 at the beginning.</param>
    /// <returns>The member's place among the names, or <see cref="End"/>.</returns>
    /// <exception cref="JsonException">It is no such object.</exception>
    internal int Next(ref Utf8JsonReader reader, ref uint seen)
    {
        if (seen == 0 && reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("expected an object");
        }

        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            uint missing = _required & ~seen;
            return missing == 0 ? End : throw new JsonException($"the member {NameOf(BitOperations.TrailingZeroCount(missing))} is missing");
        }

        int member = Find(ref reader, BitOperations.Log2(seen) + 1);
        if ((seen & (1u << member)) != 0)
        {
            throw new JsonException($"the member {NameOf(member)} is there twice");
        }

        seen |= 1u << member;
        reader.Read();
        return member;
    }

    /// <param name="reader">At a name.</param>
    /// <param name="likely">Where to look first.</param>
    private int Find(ref Utf8JsonReader reader, int likely)
    {
        for (int number = 0; number < _names.Length; number++)
        {
            int member = (likely + number) % _names.Length;
            if (reader.ValueTextEquals(_names[member]))
            {
                return member;
            }
        }

        throw new JsonException($"there is no member {reader.GetString()}");
    }

    private string NameOf(int member) => Encoding.UTF8.GetString(_names[member]);
}
