using System.Text.Json;

namespace RustInterop.Tests.Fleet;

public sealed class SecondsJsonTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "0.0000001")]
    [InlineData(5_000_000, "0.5")]
    [InlineData(100_000_000, "10")]
    [InlineData(12_345_678_901, "1234.5678901")]
    [InlineData(long.MaxValue, "922337203685.4775807")]
    public void Write_Ticks_AreExactSeconds(long ticks, string seconds)
    {
        ProcedureInput input = new(TimeSpan.FromTicks(ticks), 0, [], "x", 1);

        JsonSerializer.Serialize(input, ProcedureJson.Input).Should().StartWith($"{{\"timeout\":{seconds},");
    }

    [Theory]
    [InlineData("10", 100_000_000)]
    [InlineData("10.0", 100_000_000)]
    [InlineData("1e1", 100_000_000)]
    [InlineData("0.001234567", 12_346)]
    [InlineData("1.2345e-5", 123)]
    [InlineData("922337203685.4775807", long.MaxValue)]
    public void Read_Seconds_AreTheNearestTick(string seconds, long ticks) =>
        Read(seconds).Timeout.Ticks.Should().Be(ticks);

    [Theory]
    [InlineData("\"10\"")]
    [InlineData("null")]
    [InlineData("1e300")]
    [InlineData("922337203685.4775808")]
    public void Read_NotSeconds_Throws(string seconds)
    {
        Action read = () => Read(seconds);

        read.Should().Throw<JsonException>();
    }

    private static ProcedureInput Read(string seconds) => JsonSerializer.Deserialize(
        $$"""{"timeout":{{seconds}},"retries":0,"host_list":[],"action":"x","job_id":1}""", ProcedureJson.Input)!;
}
