using System.Diagnostics;
using CsCheck;
using LogAnalyser;
using Microsoft.Extensions.Logging.Abstractions;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Samples;

public sealed class LogAnalyserTests
{
    private const string Line = """192.0.2.1 - - [26/Nov/2026:22:06:35 +0000] "GET /a HTTP/1.1" 200 10 "-" "curl/8.5" """;

    // Lines of two minutes, and parts that make a line unreadable, or almost.
    private static readonly Gen<string> Log = Gen.Select(
        Gen.OneOf("192.0.2.1", "2001:db8::1", "\u00e9", ""), Gen.OneOf("22:06:35", "22:07:00", "22:07", "22"),
        Gen.OneOf("GET / HTTP/1.1", "\\\"a\\\" b", "[\"]", "\" "), Gen.OneOf("200", "500", "65536", "+1", ""),
        Gen.OneOf("17", "-", "17 ", "x", "18446744073709551616"), Gen.OneOf("\n", "\r\n", "\n\n"))
        .Select((visitor, time, request, status, bytes, end) =>
            $"{visitor} - - [26/Nov/2026:{time} +0000] \"{request}\" {status} {bytes}{end}")
        .Array[0, 30].Select(string.Concat);

    [Fact]
    public async Task Minutes_AnyLog_AreTheSameInRustAndInCSharp()
    {
        using TemporaryFolder folder = new();
        await Log.SampleAsync(
            async log =>
            {
                string file = folder.PathOf($"{Guid.NewGuid():N}");
                await File.WriteAllTextAsync(file, log);

                List<Minute> rust = [];
                await foreach (Minute minute in RustLog.Minutes(file))
                {
                    rust.Add(minute);
                }

                rust.Should().Equal(new PlainLog(NullLogger<PlainLog>.Instance).Minutes(file, CancellationToken.None));
                File.Delete(file);
            },
            iter: 200);
    }

    [Fact]
    public void PlainMinutes_Cancelled_Throws()
    {
        using TemporaryFolder folder = new();
        string file = folder.PathOf("log");
        File.WriteAllText(file, Line);

        Action read = () => _ = new PlainLog(NullLogger<PlainLog>.Instance).Minutes(file, new CancellationToken(canceled: true)).ToArray();

        read.Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public async Task LogAnalyser_File_PrintsTheFiguresAndLogsItsProgress()
    {
        using TemporaryFolder folder = new();
        string file = folder.PathOf("log");
        await File.WriteAllTextAsync(file, $"{Line}\nnonsense\n{Line.Replace(" 200 ", " 502 ", StringComparison.Ordinal)}\n");

        ProcessResult analysis = await BuiltProgram.LogAnalyser.RunAsync("--file", file);

        analysis.ExitCode.Should().Be(0, "the errors were {0}", analysis.Stderr);
        analysis.Stdout.Should().MatchRegex(@"^Rust +\d+\.\d\d s +\d+ MB/s\nC# +\d+\.\d\d s +\d+ MB/s\n").And.EndWith(
            "the busiest of 1 minutes: Minute { Time = 26/Nov/2026:22:06, Requests = 2, Failures = 1, Bytes = 20, Visitors = 1 }\n"
            + "the same result\n");
        analysis.Stderr.Should().Contain($"info: log_analyser.minutes[0]\n      100 % of {file}\n")
            .And.Contain($"info: log_analyser.minutes[0]\n      3 lines of {file}, 1 of them unreadable\n");
    }

    [Fact]
    public async Task LogAnalyser_Megabytes_AnalysesALogOfThatSizeAndRemovesIt()
    {
        using TemporaryFolder folder = new();
        using Process analysis = BuiltProgram.LogAnalyser.Start(
            new Dictionary<string, string?> { ["TMPDIR"] = folder.FullName }, "--megabytes", "1");

        string stdout = await analysis.StandardOutput.ReadToEndAsync();
        await analysis.WaitForExitAsync();

        analysis.ExitCode.Should().Be(0);
        stdout.Should().EndWith("\nthe same result\n");
        Directory.GetFiles(folder.FullName, "log-analyser-*").Should().BeEmpty();
    }

    [Fact]
    public async Task LogAnalyser_NoSuchFile_SaysWhyAndExitsWith1()
    {
        ProcessResult analysis = await BuiltProgram.LogAnalyser.RunAsync("--file", "/nowhere/log");

        analysis.ExitCode.Should().Be(1);
        analysis.Stderr.Should().StartWith("LogAnalyser: `/nowhere/log` cannot be read: No such file or directory");
    }

    [LinuxFact]
    public async Task LogAnalyser_SignalWithinAMinute_ExitsWith130()
    {
        ProcessResult analysis = await BuiltProgram.LogAnalyser.SignalWhileReadingAsync("INT");

        analysis.ExitCode.Should().Be(130);
        analysis.Stdout.Should().BeEmpty();
    }
}
