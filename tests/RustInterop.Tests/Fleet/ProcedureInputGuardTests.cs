namespace RustInterop.Tests.Fleet;

public sealed class ProcedureInputGuardTests
{
    private static readonly ProcedureInput Good = new(TimeSpan.FromSeconds(1), 0, [], "true", 1);

    public static TheoryData<ProcedureInput, string> OutOfRange => new()
    {
        { Good with { Timeout = TimeSpan.FromTicks(-1) }, "input.Timeout must not be negative; 0 means no limit.*" },
        { Good with { Timeout = Timeout.InfiniteTimeSpan }, "input.Timeout must not be negative; 0 means no limit.*" },
        { Good with { RetryDelay = TimeSpan.MinValue }, "input.RetryDelay must not be negative; 0 means no wait.*" },
        { Good with { BlockSize = -1 }, "input.BlockSize must be from 0 to 2147483647.*" },
        { Good with { BlockLifetime = TimeSpan.FromTicks(-1) }, "input.BlockLifetime must not be negative; 0 means no limit.*" },
        { Good with { Concurrency = 0 }, "input.Concurrency must be from 1 to 65535.*" },
        { Good with { Concurrency = -1 }, "input.Concurrency must be from 1 to 65535.*" },
        { Good with { Concurrency = 65_536 }, "input.Concurrency must be from 1 to 65535.*" },
        { Good with { MaxFailures = -1 }, "input.MaxFailures must be from 0 to 2147483647.*" },
        { Good with { Batches = [1, 0] }, "input.Batches[1] must not be 0; a batch has at least one host.*" },
        { Good with { Batches = [HostShare.Percent(0)] }, "input.Batches[0] must not be 0; a batch has at least one host.*" },
        { Good with { OutputLimit = -1 }, "input.OutputLimit must be from 0 to 2147483647.*" },
        { Good with { KeepConnections = TimeSpan.FromTicks(-1) }, "input.KeepConnections must not be negative; 0 keeps none.*" },
        { Good with { MaxKeptConnections = 0 }, "input.MaxKeptConnections must be from 1 to 65535.*" },
        { Good with { MaxKeptConnections = 65_536 }, "input.MaxKeptConnections must be from 1 to 65535.*" },
        { Good with { Transport = (Transport)2 }, "input.Transport is not a value of Transport.*" },
        { Good with { RemoteShell = (RemoteShell)(-1) }, "input.RemoteShell is not a value of RemoteShell.*" },
    };

    public static TheoryData<ProcedureInput, string> Null => new()
    {
        { Good with { HostList = null! }, "input.HostList must not be null.*" },
        { Good with { Action = null! }, "input.Action must not be null.*" },
        { Good with { SshArguments = null! }, "input.SshArguments must not be null.*" },
        { Good with { Batches = null! }, "input.Batches must not be null.*" },
        { Good with { Variables = null! }, "input.Variables must not be null.*" },
        { Good with { HostVariables = null! }, "input.HostVariables must not be null.*" },
        { Good with { HostVariables = Of("a", null!) }, "input.HostVariables must not be null.*" },
        { Good with { HostInputs = null! }, "input.HostInputs must not be null.*" },
    };

    public static TheoryData<ProcedureInput, string> Wrong => new()
    {
        { Good with { Environment = new Dictionary<string, string> { ["A"] = null! } }, "A value in input.Environment must not be null.*" },
        { Good with { Environment = new Dictionary<string, string> { ["A"] = "\uD800" } }, "A value in input.Environment has half*" },
        { Good with { Environment = new Dictionary<string, string> { ["\uD800"] = "" } }, "A name in input.Environment has half*" },
        { Good with { Variables = new Dictionary<string, string> { ["A"] = null! } }, "A value in input.Variables must not be null.*" },
        { Good with { HostVariables = Of("\uD800", new Dictionary<string, string>()) }, "A host in input.HostVariables has half*" },
        { Good with { HostVariables = Of("a", new Dictionary<string, string> { ["\uD800"] = "" }) }, "A name in input.HostVariables has half*" },
        { Good with { HostInputs = new Dictionary<string, ActionInput> { ["a"] = null! } }, "An input in input.HostInputs must not be null.*" },
        { Good with { HostInputs = new Dictionary<string, ActionInput> { ["\uD800"] = "" } }, "A host in input.HostInputs has half*" },
        { Good with { HostList = ["a", null!] }, "input.HostList[1] must not be null.*" },
        { Good with { SshArguments = [null!] }, "input.SshArguments[0] must not be null.*" },
        { Good with { HostList = ["a", "b\uD800"] }, "input.HostList[1] has half a surrogate pair at index 1,*" },
        { Good with { Action = "\uDC00" }, "input.Action has half a surrogate pair at index 0,*" },
        { Good with { SshArguments = ["\uDC00"] }, "input.SshArguments[0] has half a surrogate pair at index 0,*" },
    };

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Of(string host, IReadOnlyDictionary<string, string> variables) =>
        new() { [host] = variables };

    [Fact]
    public void StartProcedure_NullInput_Throws()
    {
        Action start = () => Rust.StartProcedure(null!);

        start.Should().Throw<ArgumentNullException>().WithParameterName("input");
    }

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void StartProcedure_MemberOutOfRange_Throws(ProcedureInput input, string message)
    {
        Action start = () => Rust.StartProcedure(input);

        start.Should().Throw<ArgumentOutOfRangeException>().WithParameterName(nameof(input)).WithMessage(message);
    }

    [Theory]
    [MemberData(nameof(Null))]
    public void StartProcedure_NullMember_Throws(ProcedureInput input, string message)
    {
        Action start = () => Rust.StartProcedure(input);

        start.Should().Throw<ArgumentNullException>().WithParameterName(nameof(input)).WithMessage(message);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void StartProcedure_MemberThatJsonCannotExpress_Throws(ProcedureInput input, string message)
    {
        Action start = () => Rust.StartProcedure(input);

        start.Should().ThrowExactly<ArgumentException>().WithParameterName(nameof(input)).Which
            .Message.Should().Match(message);
    }

    [Fact]
    public void StartProcedure_TextThatIsTooLong_Throws()
    {
        string text = new('a', ProcedureInputGuard.MaxTextLength + 1);
        Action action = () => Rust.StartProcedure(Good with { Action = text });
        Action host = () => Rust.StartProcedure(Good with { HostList = ["a", text] });
        Action forAction = () => Rust.StartProcedure(Good with { Input = new byte[ProcedureInputGuard.MaxInputLength + 1] });

        action.Should().ThrowExactly<ArgumentException>().WithParameterName("input").Which.Message.Should().StartWith(
            "input.Action must not be longer than 166666666 characters.");
        host.Should().ThrowExactly<ArgumentException>().Which.Message.Should().StartWith("input.HostList[1] must not be longer");
        forAction.Should().ThrowExactly<ArgumentException>().Which.Message.Should().StartWith(
            "input.Input must not be longer than 125000000 bytes.");
    }

    [Fact]
    public void Check_LeastAndMost_AreAccepted()
    {
        ProcedureInput[] inputs =
        [
            Good with { Timeout = TimeSpan.Zero, RetryDelay = TimeSpan.Zero, Concurrency = 1, MaxFailures = 0, OutputLimit = 0 },
            Good with { Concurrency = 65_535, MaxFailures = int.MaxValue, OutputLimit = int.MaxValue },
            Good with { KeepConnections = TimeSpan.MaxValue, MaxKeptConnections = 1 },
            Good with { MaxKeptConnections = 65_535 },
            Good with { Transport = Transport.Local, RemoteShell = RemoteShell.None },
            Good with { Action = new string('a', ProcedureInputGuard.MaxTextLength) },
            Good with { Environment = new Dictionary<string, string> { ["A"] = "" } },
            Good with { Batches = [1, int.MaxValue, HostShare.Percent(1), HostShare.Percent(100)], MaxBatchFailures = 0 },
        ];

        foreach (ProcedureInput input in inputs)
        {
            FluentActions.Invoking(() => ProcedureInputGuard.Check(input)).Should().NotThrow();
        }
    }
}
