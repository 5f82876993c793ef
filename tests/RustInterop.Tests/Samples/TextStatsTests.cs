using System.Diagnostics;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Samples;

public sealed class TextStatsTests
{
    [Fact]
    public async Task TextStats_File_PrintsTheTopWordsAndTheSameResult()
    {
        using TemporaryFolder folder = new();
        string file = folder.PathOf("text");
        await File.WriteAllTextAsync(
            file, "\ufeffGröße, größe;\r\n(GRößE)\u00a0The\u3000the! --- \"don't\"\u2028the Ärger ärger\u001b[2J");

        ProcessResult stats = await BuiltProgram.TextStats.RunAsync("--file", file, "--top", "4");

        stats.ExitCode.Should().Be(0);
        stats.Stderr.Should().BeEmpty("standard error is not a terminal");
        string[] lines = stats.Stdout.TrimEnd('\n').Split('\n');
        lines[..4].Select(line => line.Trim()).Should().Equal("3  größe", "3  the", "1  don't", "1  Ärger");
        lines[4].Should().MatchRegex(@"^Rust, 1 thread +\d+\.\d\d s +\d+ MB/s$");
        lines[5].Should().MatchRegex($@"^Rust, {Environment.ProcessorCount} threads +\d+\.\d\d s +\d+ MB/s$");
        lines[6].Should().MatchRegex(@"^C#, 1 thread +\d+\.\d\d s +\d+ MB/s$");
        lines[7..].Should().Equal("the same result: 9 words, 5 distinct");
    }

    [Fact]
    public async Task TextStats_WordWithControlCharacters_CannotReachTheTerminal()
    {
        using TemporaryFolder folder = new();
        string file = folder.PathOf("text");
        await File.WriteAllTextAsync(file, "x\u001b[2Jy");

        ProcessResult stats = await BuiltProgram.TextStats.RunAsync("--file", file);

        stats.Stdout.Should().Contain(" 1  x\ufffd[2jy\n").And.NotContain("\u001b");
    }

    [Fact]
    public async Task TextStats_Megabytes_CountsATextOfThatSizeAndRemovesIt()
    {
        using TemporaryFolder folder = new();
        using Process stats = BuiltProgram.TextStats.Start(Temporary(folder), "--megabytes", "2");

        string stdout = await stats.StandardOutput.ReadToEndAsync();
        await stats.WaitForExitAsync();

        stats.ExitCode.Should().Be(0);
        stdout.Should().Contain("\nthe same result: ");
        Texts(folder).Should().BeEmpty();
    }

    [Theory]
    [InlineData("TextStats: `/nowhere/text` cannot be read: No such file or directory*", "--file", "/nowhere/text")]
    [InlineData("Use either --file or --megabytes, not both.", "--file", "x", "--megabytes", "1")]
    [InlineData("--megabytes: '0' is not a number of at least 1.", "--megabytes", "0")]
    [InlineData("--top: 'x' is not a number of at least 0.", "--top", "x")]
    [InlineData("Unrecognized command or argument 'text'.", "text")]
    public async Task TextStats_BadInput_SaysWhatIsWrongAndExitsWith1(string message, params string[] arguments)
    {
        ProcessResult stats = await BuiltProgram.TextStats.RunAsync(arguments);

        stats.ExitCode.Should().Be(1);
        stats.Stderr.TrimEnd().Should().Match(message).And.NotContain("   at ");
    }

    [Fact]
    public async Task TextStats_InvalidUtf8_SaysWhereAndExitsWith1()
    {
        using TemporaryFolder folder = new();
        string file = folder.PathOf("text");
        await File.WriteAllBytesAsync(file, [.. "Größe "u8, 0xff]);

        ProcessResult stats = await BuiltProgram.TextStats.RunAsync("--file", file);

        stats.ExitCode.Should().Be(1);
        stats.Stdout.Should().BeEmpty();
        stats.Stderr.Should().Be($"TextStats: `{file}` cannot be read: not UTF-8 at byte 8\n");
    }

    [LinuxTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task TextStats_SignalWhileRustCounts_ExitsWith130(string signal)
    {
        ProcessResult stats = await BuiltProgram.TextStats.SignalWhileReadingAsync(signal);

        stats.Should().Be(new ProcessResult(130, "", "TextStats: cancelled\n"));
    }

    [LinuxFact]
    public async Task TextStats_SignalWhileTheTextIsGenerated_RemovesIt()
    {
        using TemporaryFolder folder = new();
        using Process stats = BuiltProgram.TextStats.Start(Temporary(folder), "--megabytes", "100000");
        await Marker.WaitUntilAsync(() => Texts(folder).Length == 1, "the text exists");

        await Command.SignalAsync(stats, "INT");

        await stats.WaitForExitAsync();
        stats.ExitCode.Should().Be(130);
        Texts(folder).Should().BeEmpty();
    }

    [ToolFact("script")]
    public async Task TextStats_OnTerminal_ShowsProgress()
    {
        ProcessResult stats = await BuiltProgram.TextStats.RunOnTerminalAsync("--megabytes", "1");

        stats.ExitCode.Should().Be(0);
        stats.Stdout.Should().Contain("\rGenerating a text 50 %").And.Contain("\rRust, 1 thread 100 %");
        stats.Stdout.Should().Contain("\rC#, 1 thread 100 %").And.MatchRegex("\r +\rC#, 1 thread +\\d");
    }

    private static Dictionary<string, string?> Temporary(TemporaryFolder folder) => new() { ["TMPDIR"] = folder.FullName };

    private static string[] Texts(TemporaryFolder folder) => Directory.GetFiles(folder.FullName, "text-stats-*");
}
