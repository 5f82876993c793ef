using System.Text;

namespace RustInterop.Fleet.Tool;

/// <summary>
/// The hosts that did not succeed, one per line: also those that were cancelled or not started, because the action is still due
/// there. If all succeeded, the file is empty.
/// </summary>
internal sealed class FailedHosts(WholeFile file) : IReport
{
    public string? Failure => file.Failure;

    public void Open() => file.Check();

    public void Add(ProcedureProgress progress)
    {
    }

    public void End(ProcedureOutput output) => file.Write(stream =>
    {
        foreach (HostResult host in output.Hosts.Where(host => host.Outcome != HostOutcome.Succeeded))
        {
            stream.Write(Encoding.UTF8.GetBytes($"{host.Host}\n"));
        }
    });
}
