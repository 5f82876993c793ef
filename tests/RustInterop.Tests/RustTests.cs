using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CsCheck;
using RustInterop.Tests.Support;

namespace RustInterop.Tests;

public sealed class RustTests
{
    private static readonly Gen<string> Texts = Gen.Int[1, 0x10FFFF]
        .Where(Rune.IsValid)
        .Select(char.ConvertFromUtf32)
        .Array[0, 40]
        .Select(string.Concat);

    [Fact]
    public async Task PrintString_Text_ReachesStdoutWithANewline()
    {
        ProcessResult child = await ChildProgram.RunAsync("print-string", "hi");

        child.Should().Be(new ProcessResult(0, "hi\n", ""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Grüße, 世界 🦀")]
    [InlineData("two\nlines")]
    [InlineData("{0} %s \\n")]
    public async Task PrintString_AnyText_IsPrintedAsItIs(string text)
    {
        ProcessResult child = await ChildProgram.RunAsync("print-string", text);

        child.Should().Be(new ProcessResult(0, $"{text}\n", ""));
    }

    [Fact]
    public async Task PrintString_LongText_IsPrintedWhole()
    {
        string text = new('x', 100_000);

        ProcessResult child = await ChildProgram.RunWithInputAsync(
            JsonSerializer.Serialize(text), new Dictionary<string, string?>(), "print-lines");

        child.Should().Be(new ProcessResult(0, $"{text}\n", ""));
    }

    [Fact]
    public async Task PrintString_GeneratedTexts_ArePrintedAsTheyAre() =>
        await Texts.Array[500].SampleAsync(
            async texts =>
            {
                string lines = string.Join('\n', texts.Select(text => JsonSerializer.Serialize(text)));

                ProcessResult child = await ChildProgram.RunWithInputAsync(
                    lines, new Dictionary<string, string?>(), "print-lines");

                child.Should().Be(new ProcessResult(0, string.Concat(texts.Select(text => $"{text}\n")), ""));
            },
            iter: 2,
            threads: 1);

    [Theory]
    [InlineData("2", ".NET gave us number 2\n")]
    [InlineData("0", ".NET gave us number 0\n")]
    [InlineData("-2147483648", ".NET gave us number -2147483648\n")]
    [InlineData("2147483647", ".NET gave us number 2147483647\n")]
    public async Task PrintInt_Number_IsPrintedInASentence(string number, string sentence)
    {
        ProcessResult child = await ChildProgram.RunAsync("print-int", number);

        child.Should().Be(new ProcessResult(0, sentence, ""));
    }

    [LinuxTheory]
    [InlineData(">/dev/full", "print-string", "hi")]
    [InlineData(">/dev/full", "print-int", "2")]
    [InlineData(">&-", "print-string", "hi")]
    [InlineData(">&-", "print-int", "2")]
    public async Task Print_StdoutFullOrClosed_Throws(string redirection, string verb, string argument)
    {
        ProcessResult child = await ChildProgram.RunRedirectedAsync(redirection, verb, argument);

        child.Should().Be(new ProcessResult(
            3, "", "Failed: The standard output of this process cannot be written to."));
    }

    [Theory]
    [InlineData("\"hi\"")]
    [InlineData("2")]
    public async Task Print_ReaderOfStdoutGone_Throws(string value)
    {
        using Process child = ChildProgram.Start("print-lines");
        child.StandardOutput.Close();
        await child.StandardInput.WriteLineAsync(value);
        child.StandardInput.Close();

        (await child.StandardError.ReadToEndAsync()).Should().StartWith("Failed: ");
        await child.WaitForExitAsync();
        child.ExitCode.Should().Be(3);
    }

    [Fact]
    public void PrintString_Null_Throws()
    {
        Action print = () => Rust.PrintString(null!);

        print.Should().Throw<ArgumentNullException>().WithParameterName("text");
    }

    [Theory]
    [InlineData("a\0b", 1)]
    [InlineData("\0", 0)]
    public void PrintString_EmbeddedNul_ThrowsWithItsIndex(string text, int index)
    {
        Action print = () => Rust.PrintString(text);

        print.Should().Throw<ArgumentException>().WithParameterName(nameof(text)).WithMessage($"*NUL*index {index}*");
    }

    [Theory]
    [InlineData("ab", 0xD800, "", 2)]
    [InlineData("", 0xDC00, "b", 0)]
    [InlineData("🦀", 0xD800, "🦀", 2)]
    public void PrintString_HalfASurrogatePair_ThrowsWithItsIndex(string before, int half, string after, int index)
    {
        string text = $"{before}{(char)half}{after}";

        Action print = () => Rust.PrintString(text);

        print.Should().Throw<ArgumentException>().WithParameterName(nameof(text)).WithMessage($"The text has half a surrogate pair at index {index}*");
    }

    [Fact]
    public void StartProcedure_EmptyHostList_SucceedsAtOnce()
    {
        ProcedureOutput output = Rust.StartProcedure(new(TimeSpan.FromSeconds(10), 3, [], "reboot", -7));

        output.Should().BeEquivalentTo(new ProcedureOutput(-7, ProcedureResult.Success, "0 hosts failed", [], []));
    }

    [Fact]
    public void StartProcedure_FromManyThreads_GivesEachItsOwnReply()
    {
        int[] jobs = [.. Enumerable.Range(0, 2_000)];

        int[] replies = [.. jobs.AsParallel().AsOrdered()
            .Select(job => Rust.StartProcedure(new(TimeSpan.Zero, 0, [], "true", job)).JobId)];

        replies.Should().Equal(jobs);
    }

    [Fact]
    public void StartProcedure_HostLikeAnOption_ThrowsWithItsPath()
    {
        Action start = () => Rust.StartProcedure(
            new(TimeSpan.FromSeconds(10), 0, ["server1", "-oProxyCommand=touch x"], "true", 1));

        RustException exception = start.Should().Throw<RustException>().Which;
        exception.Kind.Should().Be(RustErrorKind.InvalidInput);
        exception.Path.Should().Be("host_list[1]");
        exception.Message.Should().StartWith("host_list[1]: ");
    }

    [Fact]
    public void StartProcedure_LongestTimes_AreAccepted()
    {
        TimeSpan longest = TimeSpan.MaxValue;
        ProcedureInput input = new(longest, 255, [], "true", int.MinValue)
        {
            RetryDelay = longest,
            Concurrency = 65_535,
            MaxFailures = int.MaxValue,
            OutputLimit = int.MaxValue,
        };

        Rust.StartProcedure(input).JobId.Should().Be(int.MinValue);
    }
}
