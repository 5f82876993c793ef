using System.Runtime.Versioning;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Ssh;

[UnsupportedOSPlatform("windows")]
public sealed class SshInjectionTests(SshdFixture fixture) : SshTests(fixture)
{
    [SshdTheory]
    [InlineData("$(touch${IFS}{0})")]
    [InlineData("`touch${IFS}{0}`")]
    [InlineData("up;touch${IFS}{0}")]
    [InlineData("up|touch${IFS}{0}")]
    [InlineData("'up'&touch${IFS}{0}&'")]
    public async Task StartProcedure_HostNamedLikeACommand_IsNeverRun(string name)
    {
        Sshd sshd = await SshdAsync();
        using TemporaryFolder folder = new();
        string trace = folder.PathOf("trace");
        string host = name.Replace("{0}", trace, StringComparison.Ordinal);

        HostResult result = Rust.StartProcedure(sshd.Input($"touch {trace}", host)).OnlyHost();

        result.Outcome.Should().Be(HostOutcome.Unreachable);
        result.Error.Should().NotBeNullOrEmpty();
        File.Exists(trace).Should().BeFalse();
    }

    [SshdTheory]
    [InlineData("-oProxyCommand=touch${IFS}{0}")]
    [InlineData("-F{0}")]
    [InlineData("root@-oProxyCommand=touch${IFS}{0}")]
    public async Task StartProcedure_HostNamedLikeAnOption_IsRefused(string name)
    {
        Sshd sshd = await SshdAsync();
        using TemporaryFolder folder = new();
        string trace = folder.PathOf("trace");
        string host = name.Replace("{0}", trace, StringComparison.Ordinal);

        Action call = () => Rust.StartProcedure(sshd.Input("true", "up", host));

        call.Should().Throw<RustException>().Which.Path.Should().Be("host_list[1]");
        File.Exists(trace).Should().BeFalse();
    }
}
