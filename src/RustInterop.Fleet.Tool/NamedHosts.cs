namespace RustInterop.Fleet.Tool;

/// <summary>Reports hosts by their names, where the library knows them by the addresses of an inventory.</summary>
internal sealed class NamedHosts(HostList hosts, ReportedProgress progress)
    : IProgress<ProcedureProgress>, IProgress<HostOutput>, IProgress<HostStart>
{
    public void Report(ProcedureProgress value) => progress.Report(value with { Host = Named(value.Host) });

    public void Report(HostOutput value) => progress.Report(value with { Host = hosts.Name(value.Host) });

    public void Report(HostStart value) => progress.Report(value with { Host = hosts.Name(value.Host) });

    public ProcedureOutput Named(ProcedureOutput output) => output with
    {
        FailedHosts = [.. output.FailedHosts.Select(hosts.Name)],
        Hosts = [.. output.Hosts.Select(Named)],
    };

    private HostResult Named(HostResult result) => result with { Host = hosts.Name(result.Host) };
}
