using System.Text;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

public sealed class FleetHostListTests
{
    private const string Utf8Mark = "\u00ef\u00bb\u00bf";

    [Theory]
    [InlineData("a\nb\nc\n")]
    [InlineData("a\nb\nc")]
    [InlineData("a\r\nb\r\nc\r\n")]
    [InlineData("a\rb\rc")]
    [InlineData("# all\r\n\r\n  a \nb # the second\n \t \n#c\nc")]
    [InlineData(Utf8Mark + "a\nb\nc\n")]
    [InlineData(Utf8Mark + "# all\r\na\r\nb\r\nc")]
    [InlineData("a\n" + Utf8Mark + "b\n" + Utf8Mark + "# two files more\nc\n")]
    [InlineData("\u00ff\u00fea\0\r\0\n\0b\0\n\0c\0")]
    [InlineData("\u00fe\u00ff\0a\0\n\0b\0\r\0\n\0c\0\n")]
    [InlineData("a\nb\nc # B\u00fcro")]
    public async Task Fleet_ListOfHosts_IsReadFromFileAndFromStdin(string bytes)
    {
        using TemporaryFolder folder = new();
        string file = await WriteAsync(folder, bytes);

        ProcessResult fromFile = await BuiltProgram.Fleet.RunAsync("--hosts-file", file, "-f1", "--transport", "local", "echo hi");
        ProcessResult fromStdin = await RunOnStdinAsync(file);

        fromFile.Stdout.Should().Be("a: hi\nb: hi\nc: hi\n");
        fromStdin.Should().BeEquivalentTo(fromFile, options => options.Excluding(result => result.Stderr));
    }

    [Theory]
    [InlineData(", line 2: not UTF-8: 'b\ufffd'\n", "a\nb\u00ff\n")]
    [InlineData(", line 4: not UTF-8: 'caf\ufffd'\n", "# B\u00fcro\r\n\r\na\r\ncaf\u00e9")]
    [InlineData(", line 1: a host name must not contain the invisible character U+FEFF: 'a\ufeffb'\n", "a" + Utf8Mark + "b")]
    [InlineData(", line 3: a host name must not have white space or control characters: 'b c'\n", "a\n\nb c\n")]
    [InlineData(", line 1: a host name must not have white space or control characters: 'a\\x00'\n", "a\0\n\0b\0\n\0")]
    [InlineData(", line 4: 'c[1-': the bracket is not closed, at character 2\n", "a\nb\n#\nc[1-")]
    [InlineData(", line 1: a host name must not begin with `-`: '-x'\n", "-x")]
    [InlineData(": no hosts.\n", "# nobody\n\n")]
    [InlineData(": no hosts.\n", Utf8Mark)]
    [InlineData(": no hosts.\n", "")]
    public async Task Fleet_BadListOfHosts_NamesTheLineAndExitsWith2(string message, string bytes)
    {
        using TemporaryFolder folder = new();
        string file = await WriteAsync(folder, bytes);

        ProcessResult fromFile = await BuiltProgram.Fleet.RunAsync("--hosts-file", file, "--transport", "local", "echo hi");
        ProcessResult fromStdin = await RunOnStdinAsync(file);

        fromFile.Should().Be(new ProcessResult(2, "", $"fleet: {file}{message}"));
        fromStdin.Should().Be(new ProcessResult(2, "", $"fleet: standard input{message}"));
    }

    [Fact]
    public async Task Fleet_HostsOfOptionAndFile_AreOneListWithEachOnce()
    {
        using TemporaryFolder folder = new();
        string file = await WriteAsync(folder, "c\na[1-2]\n");

        ProcessResult fleet = await BuiltProgram.Fleet.RunAsync("-wb,a2", "--hosts-file", file, "-f1", "--transport", "local", "echo");

        fleet.Stdout.Should().Be("b: \na2: \nc: \na1: \n");
    }

    private static async Task<string> WriteAsync(TemporaryFolder folder, string bytes)
    {
        string file = folder.PathOf("hosts");
        await File.WriteAllBytesAsync(file, Encoding.Latin1.GetBytes(bytes));
        return file;
    }

    private static Task<ProcessResult> RunOnStdinAsync(string file) => BuiltProgram.Fleet.RunInShellAsync(
        $"\"$@\" <'{file}'", "--hosts-file", "-", "-f1", "--transport", "local", "echo hi");
}
