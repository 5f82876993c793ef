using System.Diagnostics;

namespace RustInterop.Telemetry;

/// <summary>What is traced and measured of one procedure, from its start to its end.</summary>
internal readonly struct ProcedureSpan : IDisposable
{
    private readonly Activity? _activity;
    private readonly long _started;

    private ProcedureSpan(ProcedureInput input)
    {
        _started = Stopwatch.GetTimestamp();
        _activity = Instruments.Source.HasListeners() ? StartActivity(input) : null;
        Instruments.Active.Add(1);
    }

    internal static ProcedureSpan Start(ProcedureInput input) => new(input);

    /// <summary>To be called once, with what the procedure returned or had done when it was cancelled.</summary>
    internal void End(ProcedureOutput output)
    {
        string result = SnakeCaseEnumConverter<ProcedureResult>.NameOf(output.Result);
        _activity?.SetTag("rust_interop.result", result);
        _activity?.SetTag("rust_interop.failed_hosts", output.FailedHosts.Count);
        Record(new("rust_interop.result", result));
        if (Instruments.Hosts.Enabled)
        {
            foreach (IGrouping<HostOutcome, HostResult> hosts in output.Hosts.GroupBy(host => host.Outcome))
            {
                string outcome = SnakeCaseEnumConverter<HostOutcome>.NameOf(hosts.Key);
                Instruments.Hosts.Add(hosts.Count(), new KeyValuePair<string, object?>("rust_interop.outcome", outcome));
            }
        }
    }

    /// <summary>To be called once, in place of <see cref="End"/>, with what the procedure threw.</summary>
    /// <returns>Always true, so that an exception filter can call it.</returns>
    internal bool Fail(Exception exception)
    {
        string type = exception.GetType().FullName!;
        _activity?.SetTag("error.type", type);
        _activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
        Record(new("error.type", type));
        return true;
    }

    public void Dispose()
    {
        Instruments.Active.Add(-1);
        _activity?.Dispose();
    }

    // With its tags from the start, so that samplers see them.
    private static Activity? StartActivity(ProcedureInput input) => Instruments.Source.StartActivity(
        "start_procedure",
        ActivityKind.Internal,
        parentContext: default,
        [
            new("rust_interop.job_id", input.JobId),
            new("rust_interop.transport", SnakeCaseEnumConverter<Transport>.NameOf(input.Transport)),
            new("rust_interop.hosts", input.HostList.Count),
        ]);

    private void Record(KeyValuePair<string, object?> tag) =>
        Instruments.Duration.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds, tag);
}
