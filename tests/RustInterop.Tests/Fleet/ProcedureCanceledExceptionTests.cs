namespace RustInterop.Tests.Fleet;

public sealed class ProcedureCanceledExceptionTests
{
    [Fact]
    public void Message_SomeHostsDone_HasTheirNumber()
    {
        ProcedureOutput output = new(
            1,
            ProcedureResult.Cancelled,
            "1 host failed",
            ["b"],
            [
                Host("a", HostOutcome.Succeeded), Host("b", HostOutcome.Lost), Host("c", HostOutcome.TimedOut),
                Host("d", HostOutcome.Cancelled), Host("e", HostOutcome.NotStarted),
            ]);

        new ProcedureCanceledException(output, CancellationToken.None).Message.Should()
            .Be("The procedure was cancelled when 3 of 5 hosts were done.");
    }

    [Fact]
    public void Constructor_OutputNull_Throws()
    {
        Action create = () => _ = new ProcedureCanceledException(null!, CancellationToken.None);
        create.Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void Constructors_WithoutOutput_HaveAnOutputWithoutHosts()
    {
        InvalidOperationException cause = new();

        new ProcedureCanceledException().Message.Should().Be("The procedure was cancelled.");
        new ProcedureCanceledException().Output.Should().BeEquivalentTo(
            new ProcedureOutput(0, ProcedureResult.Cancelled, "0 hosts failed", [], []));
        new ProcedureCanceledException("why", cause).Should().Match<ProcedureCanceledException>(
            exception => exception.Message == "why" && exception.InnerException == cause);
    }

    private static HostResult Host(string host, HostOutcome outcome) =>
        new(host, outcome, null, 1, TimeSpan.Zero, "", "", false, null);
}
