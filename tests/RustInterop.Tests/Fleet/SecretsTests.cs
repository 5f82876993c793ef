using System.Diagnostics;
using System.Text.Json;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Fleet;

/// <summary>No text made for logs contains anything that may be a secret.</summary>
[Collection(Alone.Name)]
public sealed class SecretsTests
{
    private const string Secret = "s3cr3t";

    private static readonly ProcedureInput Input = Inputs.Local($"echo {Secret}; echo {Secret} >&2", "a", "b") with
    {
        SshArguments = ["-l", Secret],
        Environment = new Dictionary<string, string> { ["TOKEN"] = Secret, [Secret] = "" },
        Variables = new Dictionary<string, string> { ["TOKEN"] = Secret },
        HostVariables = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["a"] = new Dictionary<string, string> { ["TOKEN"] = Secret },
        },
        Input = Secret,
        HostInputs = new Dictionary<string, ActionInput> { ["a"] = Secret },
    };

    [Fact]
    public void ToString_Input_HasSizesInsteadOfSecrets() =>
        (Input with
        {
            Action = Secret,
            JobId = -7,
            MaxFailures = 3,
            Batches = [1, HostShare.Percent(50)],
            MaxBatchFailures = HostShare.Percent(25),
            Sudo = true,
            SudoPassword = Secret,
        }).ToString().Should().Be(
            "ProcedureInput { Timeout = 00:01:00, Retries = 0, HostList.Count = 2, Action.Length = 6, JobId = -7, "
            + "Transport = Local, SshArguments.Count = 2, RemoteShell = Posix, Sudo = True, ExpectDisconnect = False, "
            + "MaxFailures = 3, Batches = [1, 50%], MaxBatchFailures = 25%, BlockSize = 0, BlockLifetime = 00:00:00, Concurrency = 64, RetryDelay = 00:00:00.0010000, "
            + "OutputLimit = 65536, DropReportedOutput = False, "
            + "Environment.Count = 2, Variables.Count = 1, HostVariables.Count = 1, Input.Length = 6, HostInputs.Count = 1, "
            + "KeepConnections = 00:00:00, MaxKeptConnections = 100 }");

    [Fact]
    public void ToString_InputWithoutEnvironment_LeavesOutTheOneOfTheProcess() =>
        (Input with { Environment = null }).ToString().Should().Contain("DropReportedOutput = False, Environment.Count = , Variables");

    [Fact]
    public void ToString_Output_HasLengthsInsteadOfTheOutputOfTheAction()
    {
        ProcedureOutput output = Rust.StartProcedure(Input);

        output.Hosts[0].Stdout.Should().Be($"{Secret}\n");
        new ProcedureProgress(1, 2, output.Hosts[0] with { Duration = default }).ToString().Should().Be(
            "ProcedureProgress { Completed = 1, Total = 2, Host = HostResult { Host = a, Outcome = Succeeded, ExitCode = 0, "
            + "Attempts = 1, Duration = 00:00:00, Stdout.Length = 7, Stderr.Length = 7, Truncated = False, Error =  } }");
        output.ToString().Should().NotContain(Secret);
    }

    [Fact]
    public void ToString_PieceOfOutput_HasItsLength() =>
        new HostOutput("a", OutputStream.Stderr, 2, Secret).ToString().Should().Be(
            "HostOutput { Host = a, Stream = Stderr, Attempt = 2, Text.Length = 6 }");

    public static TheoryData<ProcedureInput> Refused => new()
    {
        Input with { HostList = ["-a"] },
        Input with { Action = $"{Secret}\0" },
        Input with { Action = $"{Secret}\uD800" },
        Input with { SshArguments = [Secret] },
        Input with { SshArguments = ["-l", $"{Secret}\0"] },
        Input with { SshArguments = ["-l", $"{Secret}\uD800"] },
        Input with { Environment = new Dictionary<string, string> { [$"TOKEN={Secret}"] = "" } },
        Input with { Environment = new Dictionary<string, string> { [$"TOKEN={Secret}"] = null! } },
        Input with { Environment = new Dictionary<string, string> { ["TOKEN"] = $"{Secret}\0" } },
        Input with { Environment = new Dictionary<string, string> { ["TOKEN"] = $"{Secret}\uD800" } },
        Input with { HostInputs = new Dictionary<string, ActionInput> { ["c"] = Secret } },
        Input with { Sudo = true, SudoPassword = Secret },
        Input with { SudoPassword = Secret },
        Input with { Sudo = true, SudoPassword = $"{Secret}\n" },
        Input with { Sudo = true, SudoPassword = $"{Secret}\uD800" },
        Input with { Variables = new Dictionary<string, string> { [$"TOKEN={Secret}"] = "" } },
        Input with { Variables = new Dictionary<string, string> { ["TOKEN"] = $"{Secret}\0" } },
        Input with { Variables = new Dictionary<string, string> { ["TOKEN"] = new string('x', 131_070 - Secret.Length) + Secret } },
        Input with { Variables = new Dictionary<string, string> { ["TOKEN"] = $"{Secret}\uD800" } },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task StartProcedure_Refused_ThrowsAndTracesNoSecret(ProcedureInput input)
    {
        using Traces traces = new();

        Exception blocking = FluentActions.Invoking(() => Rust.StartProcedure(input)).Should().Throw<Exception>().Which;
        Exception byTask = (await FluentActions.Awaiting(() => Rust.StartProcedureAsync(input)).Should().ThrowAsync<Exception>()).Which;

        $"{blocking} {byTask} {traces}".Should().NotContain(Secret);
    }

    [Fact]
    public void StartProcedure_Runs_TracesNoSecret()
    {
        using Traces traces = new();

        Rust.StartProcedure(Input);

        traces.ToString().Should().Contain("start_procedure").And.NotContain(Secret);
    }

    [Theory]
    [InlineData("\"environment\":\"s3cr3t\"")]
    [InlineData("\"environment\":{\"TOKEN\":[\"s3cr3t\"]}")]
    [InlineData("\"environment\":{\"TOKEN=s3cr3t\":1}")]
    [InlineData("\"environment\":{\"s3cr3t\":\"\",\"s3cr3t\":\"\"}")]
    [InlineData("\"variables\":{\"TOKEN\":[\"s3cr3t\"]}")]
    [InlineData("\"host_variables\":{\"a\":{\"TOKEN\":[\"s3cr3t\"]}}")]
    [InlineData("\"input\":[\"s3cr3t\"]")]
    [InlineData("\"input\":{\"base64\":\"s3cr3t\"}")]
    [InlineData("\"sudo\":true,\"sudo_password\":[\"s3cr3t\"]")]
    [InlineData("\"action\":{\"s3cr3t\":1}")]
    [InlineData("\"ssh_arguments\":\"s3cr3t\"")]
    public void Deserialize_SecretWithTheWrongType_ThrowsWithoutIt(string member)
    {
        Action read = () => JsonSerializer.Deserialize(
            $$"""{"timeout":1,"retries":0,"host_list":[],"job_id":1,{{member}}}""", ProcedureJson.Input);

        read.Should().Throw<JsonException>().Which.ToString().Should().NotContain(Secret);
    }

    /// <summary>Everything traced from now on, as text.</summary>
    private sealed class Traces : IDisposable
    {
        private readonly List<Activity> _spans = [];
        private readonly ActivityListener _listener;

        internal Traces()
        {
            _listener = new()
            {
                ShouldListenTo = source => source.Name == "RustInterop",
                Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = _spans.Add,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public override string ToString() => string.Join('\n', _spans.Select(span =>
            $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Events)}"));

        public void Dispose() => _listener.Dispose();
    }
}
