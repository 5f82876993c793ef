using System.Text.Json;
using RustInterop.Crossing;

namespace RustInterop.Fleet.Json;

internal sealed class HostBlockConverter : RecordConverter<HostBlock>
{
    internal static readonly HostBlockConverter Instance = new();

    internal override RecordMembers Members { get; } = new("first", "count");

    private protected override HostBlock Read(ref Utf8JsonReader reader, ref RecordMembers.Reading members)
    {
        int first = 0;
        int count = 0;
        while (members.Next(ref reader) is { } member)
        {
            switch (member)
            {
                case "first":
                    first = reader.GetInt32();
                    break;
                case "count":
                    count = reader.GetInt32();
                    break;
                default:
                    throw new NotSupportedException($"the member {member}");
            }
        }

        return new(first, count);
    }

    private protected override void WriteMembers(Utf8JsonWriter writer, HostBlock value)
    {
        writer.WriteNumber("first", value.First);
        writer.WriteNumber("count", value.Count);
    }
}
