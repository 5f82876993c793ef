using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Fleet;

/// <summary>A listener receives the spans of the whole process, so each test looks for its own job, or runs alone.</summary>
[Collection(Alone.Name)]
public sealed class ProcedureSpanTests
{
    [Fact]
    public async Task StartProcedure_Succeeds_IsASpanWithItsResult()
    {
        using Listener listener = new();

        await Rust.StartProcedureAsync(Inputs.Local("test $HOST = a", "a", "b", "c") with { JobId = 77 });

        Activity span = listener.Spans.Should().ContainSingle().Subject;
        span.OperationName.Should().Be("start_procedure");
        span.Status.Should().Be(ActivityStatusCode.Unset);
        span.TagObjects.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["rust_interop.job_id"] = 77,
            ["rust_interop.transport"] = "local",
            ["rust_interop.hosts"] = 3,
            ["rust_interop.result"] = "success",
            ["rust_interop.failed_hosts"] = 2,
        });
        listener.Counts.Should().BeEquivalentTo(new Dictionary<string, long> { ["succeeded"] = 1, ["failed"] = 2 });
        listener.Results.Should().Equal("success");
        listener.Active.Should().Be(0);
    }

    [Fact]
    public void StartProcedure_Sampled_ShowsItsTagsToTheSampler()
    {
        Dictionary<string, object?> tags = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == "RustInterop",
            Sample = (ref options) =>
            {
                tags = options.Tags!.ToDictionary();
                return ActivitySamplingResult.None;
            },
        };
        ActivitySource.AddActivityListener(listener);

        Rust.StartProcedure(Inputs.Local("true", "a", "b") with { JobId = 78 });

        tags.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["rust_interop.job_id"] = 78,
            ["rust_interop.transport"] = "local",
            ["rust_interop.hosts"] = 2,
        });
    }

    [Fact]
    public void StartProcedure_WithinASpan_IsItsChild()
    {
        using Listener listener = new();
        using Activity parent = new("the caller's");
        parent.Start();

        Rust.StartProcedure(Inputs.Local("true"));

        listener.Spans.Should().ContainSingle().Which.ParentSpanId.Should().Be(parent.SpanId);
        Activity.Current.Should().BeSameAs(parent);
    }

    [Fact]
    public void StartProcedure_Refused_IsASpanWithTheError()
    {
        using Listener listener = new();

        Action call = () => Rust.StartProcedure(Inputs.Local("true", ""));

        call.Should().Throw<RustException>();
        Activity span = listener.Spans.Should().ContainSingle().Subject;
        span.Status.Should().Be(ActivityStatusCode.Error);
        span.GetTagItem("error.type").Should().Be("RustInterop.RustException");
        listener.Results.Should().Equal("RustInterop.RustException");
        listener.Active.Should().Be(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task StartProcedure_InputThatThrowsWhenItIsWritten_IsASpanWithTheError(bool isAsync)
    {
        using Listener listener = new();
        ProcedureInput input = Inputs.Local("true") with { HostList = new ReadOnceList("a") };

        Func<Task> call = async () => _ = isAsync ? await Rust.StartProcedureAsync(input) : Rust.StartProcedure(input);

        await call.Should().ThrowAsync<InvalidDataException>();
        listener.Spans.Should().ContainSingle().Which.Status.Should().Be(ActivityStatusCode.Error);
        listener.Results.Should().Equal(typeof(InvalidDataException).FullName);
        listener.Active.Should().Be(0);
    }

    [Fact]
    public async Task StartProcedure_Cancelled_IsASpanWithWhatWasDone()
    {
        using Listener listener = new();

        Func<Task> call = () => Rust.StartProcedureAsync(
            Inputs.Local("true", "a", "b"), handlers: null, new CancellationToken(canceled: true));

        await call.Should().ThrowAsync<ProcedureCanceledException>();
        listener.Spans.Should().ContainSingle().Which.GetTagItem("rust_interop.result").Should().Be("cancelled");
        listener.Counts.Should().BeEquivalentTo(new Dictionary<string, long> { ["not_started"] = 2 });
        listener.Results.Should().Equal("cancelled");
        listener.Active.Should().Be(0);
    }

    [Fact]
    public async Task StartProcedureAsync_HandlerThrowsItsOwnCancel_IsASpanWithTheError()
    {
        using Listener listener = new();

        Func<Task> call = () => Rust.StartProcedureAsync(Inputs.Local("true"), new() { Progress = new Canceller() });

        await call.Should().ThrowAsync<ProcedureCanceledException>();
        listener.Spans.Should().ContainSingle().Which.Status.Should().Be(ActivityStatusCode.Error);
        listener.Results.Should().Equal(typeof(ProcedureCanceledException).FullName);
    }

    [Fact]
    public async Task StartProcedure_ListenerThrows_IsRecordedOnce()
    {
        InvalidOperationException failure = new("thrown by the listener");
        int measured = 0;
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
        listener.SetMeasurementEventCallback<double>((_, _, _, _) =>
        {
            measured++;
            throw failure;
        });
        listener.Start();

        Action blocking = () => Rust.StartProcedure(Inputs.Local("true"));
        Func<Task> pending = () => Rust.StartProcedureAsync(Inputs.Local("true"));

        blocking.Should().Throw<InvalidOperationException>().Which.Should().BeSameAs(failure);
        measured.Should().Be(1);
        (await pending.Should().ThrowAsync<InvalidOperationException>()).Which.Should().BeSameAs(failure);
        measured.Should().Be(2);
    }

    /// <summary>A list that can be read once: by the checks before the call.</summary>
    private sealed class ReadOnceList(string element) : IReadOnlyList<string>
    {
        private int _reads;

        public int Count => 1;

        public string this[int index] => _reads++ == 0 ? element : throw new InvalidDataException();

        public IEnumerator<string> GetEnumerator() => throw new InvalidDataException();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Canceller : IProgress<ProcedureProgress>
    {
        public void Report(ProcedureProgress value) => throw new ProcedureCanceledException();
    }

    private sealed class Listener : IDisposable
    {
        private readonly ActivityListener _activities;
        private readonly MeterListener _measurements = new();
        private long _active;

        internal Listener()
        {
            _activities = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "RustInterop",
                Sample = (ref _) => ActivitySamplingResult.AllData,
                ActivityStopped = Spans.Add,
            };
            ActivitySource.AddActivityListener(_activities);
            _measurements.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "RustInterop")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _measurements.SetMeasurementEventCallback<long>(Count);
            _measurements.SetMeasurementEventCallback<double>(Measure);
            _measurements.Start();
        }

        internal ConcurrentBag<Activity> Spans { get; } = [];

        internal ConcurrentDictionary<string, long> Counts { get; } = new();

        internal ConcurrentQueue<string> Results { get; } = new();

        internal long Active => Interlocked.Read(ref _active);

        public void Dispose()
        {
            _measurements.Dispose();
            _activities.Dispose();
        }

        private void Count(
            Instrument instrument, long measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        {
            if (instrument.Name == "rust_interop.procedure.active")
            {
                Interlocked.Add(ref _active, measurement);
            }
            else
            {
                instrument.Name.Should().Be("rust_interop.procedure.hosts");
                tags[0].Key.Should().Be("rust_interop.outcome");
                Counts.AddOrUpdate((string)tags[0].Value!, measurement, (_, former) => former + measurement);
            }
        }

        private void Measure(
            Instrument instrument, double measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
        {
            instrument.Name.Should().Be("rust_interop.procedure.duration");
            instrument.Unit.Should().Be("s");
            measurement.Should().BePositive();
            Results.Enqueue((string)tags[0].Value!);
        }
    }
}
