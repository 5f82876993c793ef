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
        Command command = new("torture", "Run the native code under sanitizers and fuzz it; needs Debian 12 x64.") { minutes };
        command.SetAction((result, cancellation) =>
            Verb.RunAsync(token => RunAsync(TimeSpan.FromMinutes(result.GetValue(minutes)), token), cancellation));
        return command;
    }

    private static async Task RunAsync(TimeSpan time, CancellationToken cancellation)
    {
        await Step.RunAsync("prerequisites", Prerequisites.CheckCompilersAsync, cancellation);
        await CrateSource.FetchAsync(cancellation);
        await Step.RunAsync("torture tools", step => Checks.EnsureToolsAsync(step, time), cancellation);
        await Checks.RunAsync(time, cancellation);
        await new DocumentPart("reliability.md", "leaks").WriteAsync(await File.ReadAllTextAsync(Soaking.LeaksTable, cancellation));
        await Plots.WriteSoakAsync(Soaking.Samples);
    }
}
