using System.Runtime.Versioning;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Local;

public sealed class EnvironmentTests
{
    // Unique, so that no other test uses it.
    private readonly string _name = $"RUST_INTEROP_{Guid.NewGuid():N}";

    [Fact]
    public async Task StartProcedure_VariableSetInDotnet_ReachesTheAction()
    {
        ProcedureInput input = Inputs.Local($"echo ${{{_name}-unset}}");
        Environment.SetEnvironmentVariable(_name, "first");
        ProcedureOutput first = Rust.StartProcedure(input);
        Environment.SetEnvironmentVariable(_name, "second é");
        Task<ProcedureOutput> second = Rust.StartProcedureAsync(input);
        Environment.SetEnvironmentVariable(_name, null);
        ProcedureOutput third = Rust.StartProcedure(input);

        first.OnlyHost().Stdout.Should().Be("first\n");
        (await second).OnlyHost().Stdout.Should().Be("second é\n");
        third.OnlyHost().Stdout.Should().Be("unset\n");
    }

    [Fact]
    public void StartProcedure_Environment_IsAllThatTheActionGetsBesidesItsOwnVariables()
    {
        Environment.SetEnvironmentVariable(_name, "of the process");
        ProcedureInput input = Inputs.Local($"echo \"$A ${{{_name}-unset}} ${{PATH+set}} $HOST $ATTEMPT\"") with
        {
            Environment = new Dictionary<string, string> { ["A"] = "it's \"1\"\n=2", ["HOST"] = "another", ["PATH"] = "/bin" },
        };

        Rust.StartProcedure(input).OnlyHost().Stdout.Should().Be("it's \"1\"\n=2 unset set here 1\n");
        Rust.StartProcedure(input with { Environment = new Dictionary<string, string>(), Action = $"echo ${{{_name}-unset}}" })
            .OnlyHost().Stdout.Should().Be("unset\n");
        Environment.SetEnvironmentVariable(_name, null);
    }

    [LinuxFact]
    [UnsupportedOSPlatform("windows")]
    public void StartProcedure_PathInTheEnvironment_IsWhereSshIsFound()
    {
        using TemporaryFolder folder = new();
        string trace = folder.PathOf("trace");
        File.WriteAllText(folder.PathOf("ssh"), $"#!/bin/sh\necho \"$TOKEN\" >> '{trace}'\nexit 255\n");
        File.SetUnixFileMode(folder.PathOf("ssh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        ProcedureInput input = Inputs.Local("true") with
        {
            Transport = Transport.Ssh,
            Environment = new Dictionary<string, string> { ["PATH"] = $"{folder.FullName}:/usr/bin:/bin", ["TOKEN"] = _name },
        };

        HostResult host = Rust.StartProcedure(input).OnlyHost();

        host.Outcome.Should().NotBe(HostOutcome.Succeeded);
        // The engine also runs it to ask for its version.
        File.ReadAllLines(trace).Should().Equal(_name, _name);
    }

    [LinuxFact]
    public async Task StartProcedure_Environment_ReachesNoOtherProcess()
    {
        using TemporaryFolder folder = new();
        // The action waits until the test has seen it.
        Task<ProcedureOutput> call = Rust.StartProcedureAsync(Inputs.Local(
            $"echo >'{folder.PathOf("begun")}'; until test -e '{folder.PathOf("seen")}'; do :; done") with
        {
            Environment = new Dictionary<string, string> { [_name] = _name },
        });
        await Marker.WaitUntilAsync(() => File.Exists(folder.PathOf("begun")), "the action is running");
        IReadOnlyList<string> found = Marker.ProcessesWith(_name);
        await File.WriteAllTextAsync(folder.PathOf("seen"), "");

        await call;
        found.Should().ContainSingle().Which.Should().Contain(folder.FullName);
    }

    [Theory]
    [InlineData("A=b", "", "environment")]
    [InlineData("", "secret", "environment")]
    [InlineData("TOKEN", "secret\0", "environment.TOKEN")]
    public void StartProcedure_InvalidVariable_ThrowsWithItsPathAndWithoutItsValue(string name, string value, string path)
    {
        ProcedureInput input = Inputs.Local("true") with { Environment = new Dictionary<string, string> { [name] = value } };

        RustException exception = FluentActions.Invoking(() => Rust.StartProcedure(input)).Should().Throw<RustException>().Which;

        exception.Path.Should().Be(path);
        exception.ToString().Should().NotContain("secret").And.NotContain("A=b");
    }
}
