using System.Xml.Linq;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

public sealed class FleetJUnitTests
{
    [Fact]
    public async Task Fleet_JUnit_HasATestForEachHost()
    {
        using TemporaryFolder folder = new();
        string file = folder.PathOf("junit.xml");

        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync(
            "-w", "a,b,c,d", "-f1", "-u1", "--max-failures", "1", "--junit", file, "--transport", "local",
            @"case $HOST in a) printf 'x\r\n\033\357\277\277&<\n';; b) echo no >&2; exit 3;; *) exec sleep 1000;; esac");

        fleet.ExitCode.Should().Be(1);
        XElement suite = XDocument.Load(file).Root!.Elements().Single();
        suite.Attributes().Select(attribute => $"{attribute}").Should()
            .Equal("name=\"fleet\"", "tests=\"4\"", "failures=\"2\"", "errors=\"0\"", "skipped=\"1\"");
        XElement[] tests = [.. suite.Elements("testcase")];
        tests.Select(test => (string)test.Attribute("name")!).Should().Equal("a", "b", "c", "d");
        tests.Should().OnlyContain(test => (double)test.Attribute("time")! >= 0 && (string)test.Attribute("classname")! == "fleet");
        tests[0].Elements().Select(element => $"{element.Name} {element.Value}").Should().Equal("system-out x\n\\x1b\\uffff&<\n");
        tests[1].Elements().Select(element => $"{element.Name} {element.Value}").Should().Equal("failure ", "system-err no\n");
        ((string)tests[1].Element("failure")!.Attribute("message")!).Should().StartWith("b failed, exit code 3, ");
        ((string)tests[2].Element("failure")!.Attribute("message")!).Should().StartWith("c timed out, ");
        tests[3].Element("skipped").Should().NotBeNull();
    }
}
