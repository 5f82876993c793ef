namespace RustInterop.Tests.Fleet;

public sealed class ProcedureCanceledExceptionTests
{
    [Fact]
    public void Message_SomeHostsDone_SaysHowMany()
    {
        ProcedureOutput output = new(
            1,
            ProcedureResult.Cancelled,
            "1 host failed",
            ["b"],
            [Host("a", HostOutcome.Succeeded), Host("b", HostOutcome.Lost), Host("c", HostOutcome.Cancelled), Host("d", HostOutcome.NotStarted)]);

        new ProcedureCanceledException(output, CancellationToken.None).Message.Should()
            .Be("The procedure was cancelled when 2 of 4 hosts were done.");
    }

    [Fact]
    public void Constructor_OutputNull_Throws()
    {
        Action create = () => _ = new ProcedureCanceledException(null!, CancellationToken.None);
        create.Should().Throw<ArgumentNullException>();
    }

    private static HostResult Host(string host, HostOutcome outcome) =>
        new(host, outcome, null, 1, TimeSpan.Zero, "", "", false, null);
}
