using RustInterop;
using RustInterop.Fleet;
using Xunit;

public sealed class RustTests
{
    [Fact]
    public async Task StartProcedureAsync_LocalHosts_Succeeds()
    {
        ProcedureInput input = new(TimeSpan.FromSeconds(60), 0, ["here", "there"], "echo hello", 7) { Transport = Transport.Local };

        ProcedureOutput output = await new ProcedureRunner().StartProcedureAsync(input);

        Assert.Equal("0 hosts failed", output.Message);
    }
}
