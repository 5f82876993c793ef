using System.CommandLine;
using RustInterop.Build.Crates;
using RustInterop.Build.Documents;
using RustInterop.Build.Torture;

namespace RustInterop.Build.Verbs;

/// <summary>Looks for faults that tests don't show: in memory, between threads, and with inputs that nobody thought of.</summary>
internal static class Torture
{
    public static Command Create()
    {
        Option<int> minutes = new("--minutes")
        {
            Description = "For everything, builds included. Fuzzing gets what the sanitizers leave; what does not fit is skipped.",
            DefaultValueFactory = _ => 15,
        };
        Argument<string[]> names = new("checks")
        {
            Description = "Only these, however long they take.",
            DefaultValueFactory = _ => [],
        };
        names.AcceptOnlyFromAmong([.. Checks.Names]);
        Command command = new("torture", "Run the native code under sanitizers and fuzz it; needs Debian 12 x64.") { names, minutes };
        command.SetAction((result, cancellation) => Verb.RunAsync(
            token => RunAsync(result.GetValue(names)!, TimeSpan.FromMinutes(result.GetValue(minutes)), token), cancellation));
        return command;
    }

    private static async Task RunAsync(string[] names, TimeSpan time, CancellationToken cancellation)
    {
        IReadOnlyList<Check> checks = names.Length > 0 ? Checks.Named(names) : Checks.Fitting(time);
        await Step.RunAsync("prerequisites", Prerequisites.CheckCompilersAsync, cancellation);
        await CrateSource.FetchAsync(cancellation);
        await Step.RunAsync("torture tools", step => Checks.EnsureToolsAsync(checks, step), cancellation);
        await Checks.RunAsync(checks, time, cancellation);
        string[] leftOut = [.. Checks.Names.Except(checks.Select(check => check.Name))];
        if (names.Length == 0 && leftOut.Length > 0)
        {
            Console.WriteLine($"no time for {string.Join(", ", leftOut)}");
        }

        if (checks.OfType<Soaking>().Any())
        {
            await new DocumentPart("reliability.md", "leaks").WriteAsync(await File.ReadAllTextAsync(Soaking.LeaksTable, cancellation));
            await Plots.WriteSoakAsync(Soaking.Samples);
        }
    }
}
