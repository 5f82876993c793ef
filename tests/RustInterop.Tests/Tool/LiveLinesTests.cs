using RustInterop.Fleet.Tool;

namespace RustInterop.Tests.Tool;

public sealed class LiveLinesTests
{
    private readonly LiveLines _lines = new();

    [Fact]
    public void Add_PartOfALine_WaitsForItsEnd()
    {
        Add("one\nt").Should().Equal("a: one");
        Add("w").Should().BeEmpty();
        Add("o\r\nthree\n").Should().Equal("a: two", "a: three");
        End().Should().BeEmpty();
    }

    [Fact]
    public void Add_OtherHostsAndStreams_AreNotMixedIn()
    {
        Add("out");
        Add("error", stream: OutputStream.Stderr);
        Add("of b", host: "b");

        Add("put\n").Should().Equal("a: output");
        End(stream: OutputStream.Stderr).Should().Equal("a: error");
        End(host: "b").Should().Equal("b: of b");
    }

    [Fact]
    public void Add_NextAttempt_BeginsALine()
    {
        Add("first", attempt: 1);

        Add("second\nth", attempt: 2).Should().Equal("a: first", "a: second");
        Add("\n", attempt: 3).Should().Equal("a: th", "a: ");
    }

    [Fact]
    public void Add_LineThatNeverEnds_IsCut()
    {
        string half = new('x', 40_000);

        Add(half).Should().BeEmpty();
        Add(half).Should().Equal($"a: {half}{half}");
        Add("short\ny").Should().Equal("a: short");
    }

    [Fact]
    public void Add_LineThatRedrawsItself_HasItsLastState()
    {
        Add("10%\r").Should().BeEmpty();
        Add("20%\r30%").Should().BeEmpty();
        Add("\r\nnext\r\n\r\n").Should().Equal("a: 30%", "a: next", "a: ");
        Add("40%\r50%\r").Should().BeEmpty();
        End().Should().Equal("a: 50%");
    }

    [Fact]
    public void Add_LineThatRedrawsItselfForever_IsNotCut()
    {
        for (int number = 0; number < 10_000; number++)
        {
            Add($"\r{number} of 10000").Should().BeEmpty();
        }

        Add("\n").Should().Equal("a: 9999 of 10000");
    }

    [Fact]
    public void End_NothingLeft_IsEmpty()
    {
        Add("left");

        End().Should().Equal("a: left");
        End().Should().BeEmpty();
    }

    private IEnumerable<string> Add(string text, string host = "a", OutputStream stream = OutputStream.Stdout, int attempt = 1) =>
        _lines.Add(new HostOutput(host, stream, attempt, text)).Select(line => $"{line}");

    private IEnumerable<string> End(string host = "a", OutputStream stream = OutputStream.Stdout) =>
        _lines.End(host, stream).Select(line => $"{line}");
}
