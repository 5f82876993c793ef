using System.Diagnostics;
using System.Diagnostics.Metrics;
using RustInterop.Crossing;
using RustInterop.Fleet.Json;
using RustInterop.Loading;

namespace RustInterop.Fleet;

/// <summary>The trace and the measurements of one procedure.</summary>
internal readonly struct ProcedureSpan : IDisposable
{
    private readonly Activity? _activity;
    private readonly long _started;

    private ProcedureSpan(ProcedureInput input)
    {
        // Reading the clock is the most expensive part. A listener added later starts with the next procedure.
        _started = Instruments.Duration.Enabled ? Stopwatch.GetTimestamp() : 0;
        _activity = Instruments.Source.HasListeners() ? StartActivity(input) : null;
        Instruments.Active.Add(1);
    }

    internal static ProcedureSpan Start(ProcedureInput input) => new(input);

    /// <summary>Call this once, with what the procedure returned, or had done when it was cancelled.</summary>
    internal void End(Answer<ProcedureOutput> answer)
    {
        if (answer.Error is not null)
        {
            Fail(answer.Error);
        }
        else
        {
            Succeed(answer.OutputOrThrow());
        }
    }

    /// <summary>Call this once, instead of <see cref="End"/>, with what was thrown.</summary>
    internal void Fail(Exception exception)
    {
        if (_activity is null && _started == 0)
        {
            return;
        }

        string type = exception.GetType().FullName!;
        _activity?.SetTag("error.type", type);
        _activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
        Record("error.type", type);
    }

    private void Succeed(ProcedureOutput output)
    {
        if (_activity is not null || _started != 0)
        {
            string result = FleetJson.Results.TextOf((int)output.Result);
            _activity?.SetTag("rust_interop.result", result);
            _activity?.SetTag("rust_interop.failed_hosts", output.FailedHosts.Count);
            Record("rust_interop.result", result);
        }

        if (Instruments.Hosts.Enabled)
        {
            foreach (IGrouping<HostOutcome, HostResult> hosts in output.Hosts.GroupBy(host => host.Outcome))
            {
                string outcome = FleetJson.Outcomes.TextOf((int)hosts.Key);
                Instruments.Hosts.Add(hosts.Count(), new KeyValuePair<string, object?>("rust_interop.outcome", outcome));
            }
        }
    }

    public void Dispose()
    {
        Instruments.Active.Add(-1);
        _activity?.Dispose();
    }

    // The tags are set at the start, so that samplers see them.
    private static Activity? StartActivity(ProcedureInput input) => Instruments.Source.StartActivity(
        "start_procedure",
        ActivityKind.Internal,
        parentContext: default,
        [
            new("rust_interop.job_id", input.JobId),
            new("rust_interop.transport", FleetJson.Transports.TextOf((int)input.Transport)),
            new("rust_interop.hosts", input.HostList.Count),
        ]);

    private void Record(string tag, string value)
    {
        if (_started != 0)
        {
            Instruments.Duration.Record(
                Stopwatch.GetElapsedTime(_started).TotalSeconds, new KeyValuePair<string, object?>(tag, value));
        }
    }
}

/// <summary>The <see cref="ActivitySource"/>, and what the fleet has in the <see cref="Meter"/>.</summary>
internal static class Instruments
{
    internal static readonly ActivitySource Source = new(Telemetry.Name, Handshake.Version);

    internal static readonly UpDownCounter<long> Active = Telemetry.Meter.CreateUpDownCounter<long>(
        "rust_interop.procedure.active", "{procedure}", "Procedures that are running.");

    internal static readonly Histogram<double> Duration = Telemetry.Meter.CreateHistogram<double>(
        "rust_interop.procedure.duration", "s", "How long procedures took.");

    internal static readonly Counter<long> Hosts = Telemetry.Meter.CreateCounter<long>(
        "rust_interop.procedure.hosts", "{host}", "Hosts that are done, by outcome.");
}
