using System.Diagnostics;
using System.Diagnostics.Metrics;
using RustInterop.Loading;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Fleet;

/// <summary>The names, units and descriptions that dashboards depend on.</summary>
[Collection(Alone.Name)]
public sealed class InstrumentsTests
{
    [Fact]
    public void Meter_Instruments_HaveTheirUnitsAndDescriptions()
    {
        List<(string, string?, string?, string?)> instruments = [];
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == "RustInterop")
                {
                    instruments.Add((instrument.Name, instrument.Unit, instrument.Description, instrument.Meter.Version));
                }
            },
        };
        Rust.StartProcedure(new(TimeSpan.Zero, 0, [], "true", 1));

        listener.Start();

        instruments.Should().BeEquivalentTo(new[]
        {
            ("rust_interop.objects.forgotten", "{object}", "Objects, bytes and streams of Rust that nobody disposed of, and that the garbage collector found.", Handshake.Version),
            ("rust_interop.procedure.active", "{procedure}", "Procedures that are running.", Handshake.Version),
            ("rust_interop.procedure.duration", "s", "How long procedures took.", Handshake.Version),
            ("rust_interop.procedure.hosts", "{host}", "Hosts that are done, by outcome.", Handshake.Version),
        });
    }

    [Fact]
    public void StartProcedure_Refused_IsASpanWithTheReasonAndTheVersion()
    {
        List<Activity> spans = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == "RustInterop",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);

        Action call = () => Rust.StartProcedure(Inputs.Local("true", ""));

        string reason = call.Should().Throw<RustException>().Which.Message;
        Activity span = spans.Should().ContainSingle().Subject;
        span.StatusDescription.Should().Be(reason);
        span.Kind.Should().Be(ActivityKind.Internal);
        span.Source.Version.Should().Be(Handshake.Version);
    }

    [Theory]
    [InlineData("a", "rust_interop.result", "success")]
    [InlineData("", "error.type", "RustInterop.RustException")]
    public void StartProcedure_OnlyMeasured_RecordsHowItEnded(string host, string tag, string end)
    {
        List<KeyValuePair<string, object?>> ends = [];
        using MeterListener listener = new()
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == "rust_interop.procedure.duration")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) => ends.AddRange(tags));
        listener.Start();

        Exception? error = Record.Exception(() => Rust.StartProcedure(Inputs.Local("true", host)));

        error?.GetType().FullName.Should().Be(end);

        ends.Select(one => (one.Key, (string)one.Value!)).Should().Equal((tag, end));
    }
}
