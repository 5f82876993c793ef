using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using RustInterop.Benchmarks.Generated;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>Records in and out, as handwritten interop has them. Mirrors benchmarks/native/src/records.rs.</summary>
internal static unsafe class ReadingsByHand
{
    private const int MostBytesOfAChar = 3;

    private static readonly JsonSerializerOptions s_options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    internal static IReadOnlyList<Reading> AsJson(IReadOnlyList<Reading> readings)
    {
        nint text = Exports.readings_as_json(JsonSerializer.Serialize(readings, s_options));
        string json = Marshal.PtrToStringUTF8(text)!;
        Exports.text_drop(text);
        return JsonSerializer.Deserialize<IReadOnlyList<Reading>>(json, s_options)!;
    }

    internal static Reading[] AsStructs(Reading[] readings)
    {
        int characters = 0;
        foreach (Reading reading in readings)
        {
            characters += reading.Name.Length + reading.Text.Length;
        }

        byte[] memory = ArrayPool<byte>.Shared.Rent((readings.Length * sizeof(ReadingStruct)) + (characters * MostBytesOfAChar));
        ReadingsStruct returned;
        fixed (byte* start = memory)
        {
            ReadingStruct* structs = (ReadingStruct*)start;
            byte* next = start + (readings.Length * sizeof(ReadingStruct));
            byte* end = start + memory.Length;
            for (int i = 0; i < readings.Length; i++)
            {
                structs[i] = new(readings[i], ref next, end);
            }

            returned = Exports.readings_as_structs(structs, (nuint)readings.Length);
        }

        ArrayPool<byte>.Shared.Return(memory);
        if (returned.Owner == 0)
        {
            throw new InvalidOperationException("A text is not UTF-8.");
        }

        Reading[] records = new Reading[returned.Length];
        for (int i = 0; i < records.Length; i++)
        {
            records[i] = returned.Readings[i].ToRecord();
        }

        Exports.readings_drop(returned.Owner);
        return records;
    }
}

/// <summary>A record as a C struct.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ReadingStruct
{
    internal ulong Id;
    internal byte* Name;
    internal nuint NameLength;
    internal byte* Text;
    internal nuint TextLength;
    internal double Score;
    internal byte Valid;
    internal byte HasParent;
    internal uint Parent;

    internal ReadingStruct(Reading reading, ref byte* next, byte* end)
    {
        Id = reading.Id;
        Name = Put(reading.Name, ref next, end, out NameLength);
        Text = Put(reading.Text, ref next, end, out TextLength);
        Score = reading.Score;
        Valid = reading.Valid ? (byte)1 : (byte)0;
        HasParent = reading.Parent.HasValue ? (byte)1 : (byte)0;
        Parent = reading.Parent.GetValueOrDefault();
    }

    internal readonly Reading ToRecord() => new()
    {
        Id = Id,
        Name = Encoding.UTF8.GetString(Name, (int)NameLength),
        Text = Encoding.UTF8.GetString(Text, (int)TextLength),
        Score = Score,
        Valid = Valid != 0,
        Parent = HasParent != 0 ? Parent : null,
    };

    private static byte* Put(string text, ref byte* next, byte* end, out nuint length)
    {
        byte* start = next;
        length = (nuint)Encoding.UTF8.GetBytes(text, new Span<byte>(next, (int)(end - next)));
        next += length;
        return start;
    }
}

// Rust assigns them.
#pragma warning disable CS0649

/// <summary>What Rust returns, and what it is given back as.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ReadingsStruct
{
    internal ReadingStruct* Readings;
    internal nuint Length;
    internal nint Owner;
}
