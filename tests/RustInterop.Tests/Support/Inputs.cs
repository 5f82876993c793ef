namespace RustInterop.Tests.Support;

/// <summary>The inputs that tests start from.</summary>
internal static class Inputs
{
    internal static ProcedureInput Local(string action, params string[] hosts) =>
        new(TimeSpan.FromSeconds(60), 0, hosts.Length == 0 ? ["here"] : hosts, action, 1)
        {
            Transport = Transport.Local,
            RetryDelay = TimeSpan.FromMilliseconds(1),
        };

    internal static HostResult OnlyHost(this ProcedureOutput output) => output.Hosts.Should().ContainSingle().Subject;
}
