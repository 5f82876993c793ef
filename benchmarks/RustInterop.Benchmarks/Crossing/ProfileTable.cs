using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>Where a call spends its time, sampled by perf.</summary>
internal static partial class ProfileTable
{
    private const string Seconds = "8";

    private const string StartProcedure = "start_procedure";
    private const string Object = "object";

    // Until the JIT has compiled the code of a call fully.
    private const string WarmUpMilliseconds = "3000";

    /// <summary>A table for each kind of call.</summary>
    internal static async Task WriteAsync(Report report, string folder)
    {
        await WriteAsync(report, folder, "profile", StartProcedure).ConfigureAwait(false);
        await WriteAsync(report, folder, "profile-object", Object).ConfigureAwait(false);
    }

    private static async Task WriteAsync(Report report, string folder, string name, string call)
    {
        string data = Path.Combine(folder, "perf.data");
        string program = Path.Combine(AppContext.BaseDirectory, "RustInterop.Benchmarks");
        (string output, string? missing) = await PerfAsync(
            "record", "--quiet", "-e", "cpu-clock", "-F", "4999", "-D", WarmUpMilliseconds, "-o", data,
            program, "crossing-loop", call, Seconds).ConfigureAwait(false);
        if (missing is not null)
        {
            await report.WriteTableAsync(name, ["", ""], [["perf", $"not available: {missing}"]]).ConfigureAwait(false);
            return;
        }

        Dictionary<string, double> stages = await StagesAsync(data).ConfigureAwait(false);
        string[] figures = output.Trim().Split(' ');
        File.Delete($"/tmp/perf-{figures[0]}.map");
        double nanoseconds = double.Parse(figures[1], CultureInfo.InvariantCulture);
        await report.WriteTableAsync(
            name,
            ["where", "share", "of a call"],
            stages.Append(new("total", stages.Values.Sum())).OrderBy(pair => pair.Key == "total").ThenByDescending(pair => pair.Value)
                .Select(pair => (IReadOnlyList<string>)
                [
                    pair.Key,
                    pair.Value.ToString("0.0 %", CultureInfo.InvariantCulture),
                    Figure.Text(pair.Value * nanoseconds),
                ])).ConfigureAwait(false);
    }

    /// <summary>
    /// The share of each stage. perf rounds the shares of single functions, and thousands have no name, so they only divide the
    /// share of their library.
    /// </summary>
    private static async Task<Dictionary<string, double>> StagesAsync(string data)
    {
        (string libraries, _) = await PerfAsync("report", "-i", data, "--stdio", "--sort", "dso", "-t", ";").ConfigureAwait(false);
        (string functions, _) = await PerfAsync("report", "-i", data, "--stdio", "--sort", "dso,symbol", "-t", ";").ConfigureAwait(false);
        ILookup<string, (string Stage, double Share)> byLibrary = Function().Matches(functions).ToLookup(
            match => match.Groups["library"].Value,
            match => (Stage.Of(match.Groups["library"].Value, match.Groups["symbol"].Value), ShareOf(match)));
        Dictionary<string, double> stages = [];
        foreach (Match library in Library().Matches(libraries))
        {
            (string Stage, double Share)[] parts = [.. byLibrary[library.Groups["library"].Value]];
            double all = parts.Sum(part => part.Share);
            foreach ((string stage, double share) in all > 0 ? parts : [])
            {
                stages[stage] = stages.GetValueOrDefault(stage) + (ShareOf(library) * share / all);
            }
        }

        return stages;
    }

    private static double ShareOf(Match match) => double.Parse(match.Groups["share"].Value, CultureInfo.InvariantCulture) / 100;

    /// <summary>Makes calls for so many seconds, and prints the process id and the nanoseconds of a call.</summary>
    internal static void Loop(string kind, double seconds)
    {
        ProcedureInput input = new(TimeSpan.FromSeconds(10), 3, [], "true", 1) { Transport = Transport.Local };
        using Generated.Counter counter = new(0);
        Action call = kind == Object ? () => counter.Add(1) : () => Rust.StartProcedure(input);
        Stopwatch watch = Stopwatch.StartNew();
        long calls = 0;
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            for (int number = 0; number < 1000; number++)
            {
                call();
            }

            calls += 1000;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Environment.ProcessId} {watch.Elapsed.TotalNanoseconds / calls:0}"));
    }

    // So that perf gets the names and addresses of methods that the JIT compiled, including those of the framework.
    private static Task<(string Output, string? Missing)> PerfAsync(params string[] arguments) => Peer.RunAsync(
        "perf",
        arguments,
        ("DOTNET_PerfMapEnabled", "3"), ("DOTNET_ReadyToRun", "0"), ("DOTNET_EnableWriteXorExecute", "0"));

    [GeneratedRegex(@"^ *(?<share>[\d.]+)% *;(?<library>[^;\n]*?) *$", RegexOptions.Multiline)]
    private static partial Regex Library();

    [GeneratedRegex(@"^ *(?<share>[\d.]+)% *;(?<library>[^;]*?) *;\[.\] (?<symbol>[^;]*)", RegexOptions.Multiline)]
    private static partial Regex Function();
}

/// <summary>Finds the stage of a call that a function belongs to, by its library and its name.</summary>
internal static class Stage
{
    private static readonly string[] RustReading = ["deserialize", "Deserialize", "serde_json::de", "serde_json::read", "decode", "visit_map", "Visitor", "from_utf8"];
    private static readonly string[] RustWriting = ["serde_json::ser", "Serialize", "format_escaped_str", "Outgoing"];
    private static readonly string[] Writing = ["Writer", "Write", "Serialize(", "WriteCore", "Escape"];

    internal static string Of(string library, string symbol)
    {
        if (Contains(library, "rust_interop", "libcrossing"))
        {
            return Contains(symbol, RustReading) ? "Rust: reading the input"
                : Contains(symbol, RustWriting) ? "Rust: writing the reply"
                : "Rust: the procedure and the guard";
        }

        if (library.StartsWith("libc.", StringComparison.Ordinal) || library.StartsWith("libc-", StringComparison.Ordinal))
        {
            return Contains(symbol, "malloc", "free", "calloc", "consolidate", "tcache")
                ? "Rust: allocating and freeing memory"
                : "libc: copying and comparing bytes, and the rest";
        }

        if (library.StartsWith('['))
        {
            return library.Contains("kernel", StringComparison.Ordinal) ? "the kernel" : OfManaged(symbol);
        }

        return library.Contains("clr", StringComparison.Ordinal) ? ".NET: runtime and collector" : OfManaged(symbol);
    }

    private static string OfManaged(string symbol) =>
        symbol.Contains("System.Text.Json", StringComparison.Ordinal)
            ? Contains(symbol, Writing) ? ".NET: writing the input" : ".NET: reading the reply"
        : Contains(symbol, "IL_STUB", "ILStub", "PInvoke", "NativeMethods") ? ".NET: the P/Invoke"
        : symbol.Contains("[RustInterop]", StringComparison.Ordinal) ? ".NET: RustInterop's own code"
        : ".NET: the rest";

    private static bool Contains(string symbol, params ReadOnlySpan<string> parts)
    {
        foreach (string part in parts)
        {
            if (symbol.Contains(part, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
