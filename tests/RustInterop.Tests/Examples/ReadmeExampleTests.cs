using RustInterop.Tests.Ssh;
using RustInterop.Tests.Support;
using System.Runtime.Versioning;

namespace RustInterop.Tests.Examples;

[UnsupportedOSPlatform("windows")]
public sealed class ReadmeExampleTests(SshdFixture fixture) : IClassFixture<SshdFixture>
{
    [SshdFact]
    public async Task ReadmeExample_OneServerDown_PrintsWhatItSays()
    {
        Sshd sshd = await fixture.SshdAsync();
        sshd.AddProgram("reboot", "exit 0");
        // The example gives ssh no configuration: an ssh that is first on its PATH does.
        sshd.AddProgram("ssh", $"exec {Command.Find("ssh")} -F {sshd.Configuration} \"$@\"");

        ProcessResult child = await ChildProgram.RunWithInputAsync(
            "", new Dictionary<string, string?> { ["PATH"] = $"{sshd.Programs}:/usr/bin:/bin" }, "readme-example");

        child.Stderr.Should().BeEmpty();
        child.Stdout.Should().Match("""
            hi
            .NET gave us number 2
            1 host failed
            server1
            server1: Unreachable after 4 attempts *Connection refused*
            server2: Succeeded after 1 attempts *

            """);
    }
}
