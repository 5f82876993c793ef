using RustInterop.Tests.Support;

namespace RustInterop.Tests.Fleet;

public sealed class ProcessEnvironmentTests
{
    [Fact]
    public void AddTo_NoHosts_CopiesNothing()
    {
        ProcedureInput input = new(TimeSpan.Zero, 0, [], "true", 1);

        ProcessEnvironment.AddTo(input).Should().BeSameAs(input);
    }

    [Fact]
    public void AddTo_InputWithEnvironment_KeepsIt()
    {
        ProcedureInput input = Inputs.Local("true") with { Environment = new Dictionary<string, string>() };

        ProcessEnvironment.AddTo(input).Should().BeSameAs(input);
    }

    [LinuxFact]
    public void AddTo_NoEnvironment_AddsTheOneOfTheProcess()
    {
        ProcedureInput input = Inputs.Local("true");

        ProcedureInput whole = ProcessEnvironment.AddTo(input);

        whole.Environment.Should().ContainKey("PATH").WhoseValue.Should().Be(Environment.GetEnvironmentVariable("PATH"));
        (whole with { Environment = null }).Should().Be(input);
    }
}
