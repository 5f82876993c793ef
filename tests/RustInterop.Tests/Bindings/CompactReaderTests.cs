using System.Text.Json;
using RustInterop.Bindings;

namespace RustInterop.Tests.Bindings;

/// <summary>Bytes that no library of Rust writes: they are errors, and no more is allocated than they could have.</summary>
public sealed class CompactReaderTests
{
    private const int MostLevels = 128;

    private delegate void Reading(ref CompactReader reader);

    [Fact]
    public void Read_FewerBytesThanTheValueHas_Throws()
    {
        Refused((ref CompactReader reader) => reader.ReadByte());
        Refused((ref CompactReader reader) => reader.ReadInt16(), 1);
        Refused((ref CompactReader reader) => reader.ReadUInt64(), 1, 2, 3, 4, 5, 6, 7);
        Refused((ref CompactReader reader) => reader.ReadInt128(), new byte[15]);
        Refused((ref CompactReader reader) => reader.ReadDouble(), new byte[7]);
        Refused((ref CompactReader reader) => reader.ReadString(), 2, 0, 0, 0, (byte)'a');
        Refused((ref CompactReader reader) => reader.ReadTimeSpan(), new byte[11]);
        Refused((ref CompactReader reader) => reader.End(), 0);
    }

    [Fact]
    public void Read_LengthBeyondTheBytes_Throws()
    {
        byte[] huge = [0xFF, 0xFF, 0xFF, 0xFF, 0];

        Refused((ref CompactReader reader) => reader.ReadString(), huge);
        Refused((ref CompactReader reader) => reader.ReadCount(), huge);
        Refused((ref CompactReader reader) => reader.ReadCount(3), huge);
    }

    [Fact]
    public void Read_WhatNoValueHas_Throws()
    {
        Refused((ref CompactReader reader) => reader.ReadBoolean(), 2);
        Refused((ref CompactReader reader) => reader.ReadUnit(), 1);
        Refused((ref CompactReader reader) => reader.ReadRune(), 0, 0xD8, 0, 0);
        Refused((ref CompactReader reader) => reader.ReadIndex(3), 3, 0, 0, 0);
        Refused((ref CompactReader reader) => reader.ReadIPAddress(), 1, 0, 0, 0, (byte)'x');
    }

    [Fact]
    public void Enter_MoreLevelsThanJsonMayHave_Throws()
    {
        Refused((ref CompactReader reader) =>
        {
            for (int level = 0; level <= MostLevels; level++)
            {
                reader.Enter();
            }
        });

        CompactReader other = new([]);
        for (int level = 0; level < MostLevels; level++)
        {
            other.Enter();
        }
    }

    private static void Refused(Reading read, params byte[] bytes) => FluentActions.Invoking(() =>
    {
        CompactReader reader = new(bytes);
        read(ref reader);
    }).Should().Throw<JsonException>();
}
