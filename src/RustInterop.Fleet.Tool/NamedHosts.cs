namespace RustInterop.Fleet.Tool;

/// <summary>Reports hosts by their names, where the library knows them by the addresses of an inventory.</summary>
/// <param name="name">The name of the host with an address.</param>
/// <param name="progress">Where to.</param>
internal sealed class NamedHosts(Func<string, string> name, ReportedProgress progress)
    : IProgress<ProcedureProgress>, IProgress<HostOutput>, IProgress<HostStart>
{
    public void Report(ProcedureProgress value) => progress.Report(value with { Host = Named(value.Host) });

    public void Report(HostOutput value) => progress.Report(value with { Host = name(value.Host) });

    public void Report(HostStart value) => progress.Report(value with { Host = name(value.Host) });

    public ProcedureOutput Named(ProcedureOutput output) => output with
    {
        FailedHosts = [.. output.FailedHosts.Select(name)],
        Hosts = [.. output.Hosts.Select(Named)],
    };

    private HostResult Named(HostResult result) => result with { Host = name(result.Host) };
}
