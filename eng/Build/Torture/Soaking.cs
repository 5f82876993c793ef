using System.Diagnostics;
using System.Globalization;
using RustInterop.Build.Crates;

namespace RustInterop.Build.Torture;

/// <summary>
/// Calls from .NET, by tests/RustInterop.Tests.Child. First a number of each kind, to see what each leaves behind; then what is
/// left to finalizers, while garbage is collected all the time; then all kinds mixed, for a time, to see that the process does
/// not grow.
/// </summary>
internal sealed class Soaking() : Check("soak")
{
    private const int CallsOfAKind = 100;
    private const int ForgettingSeconds = 20;
    private const int LeastSeconds = 30;

    public override int Share => 1;

    private static string Folder => Path.Combine(Repository.Torture, "soak");

    /// <summary>The Markdown table of what each kind of call left behind.</summary>
    public static string LeaksTable => Path.Combine(Folder, "leaks.md");

    /// <summary>The samples of what the process held.</summary>
    public static string Samples => Path.Combine(Repository.Torture, "soak.csv");

    private static string Program => Path.Combine(Folder, "program");

    public override async Task<IReadOnlyList<Figure>> RunAsync(Step step, TimeSpan time)
    {
        Stopwatch watch = Stopwatch.StartNew();
        await Cargo.BuildEquipment().RunAsync(step);
        await Dotnet.Publish(Repository.ChildProject, "-o", Program).RunAsync(step);
        // The program looks for it in its own folder first.
        File.Copy(Equipment.Library, Path.Combine(Program, Equipment.NameInPlace(Equipment.Library)), overwrite: true);
        await ExpectPlantedLeakAsync(step);
        List<string> table = [];
        await RunAsync(step, table.Add, "leaks-by-kind", Text(CallsOfAKind));
        await File.WriteAllLinesAsync(LeaksTable, table);
        string forgotten = "";
        await RunAsync(step, line => forgotten = line, "forget", Text(ForgettingSeconds));
        int seconds = int.Max(LeastSeconds, (int)(time - watch.Elapsed).TotalSeconds);
        string said = "";
        await RunAsync(step, line => said = line, "soak", Text(seconds), Samples);
        return
        [
            // Without the two lines of the header.
            new Figure($"kinds of call, {CallsOfAKind} of each, nothing left", Text(table.Count - 2)),
            new Figure("for finalizers", forgotten),
            new Figure("flat", said),
            new Figure("planted faults seen (leak)", "1 of 1"),
        ];
    }

    private static async Task ExpectPlantedLeakAsync(Step step)
    {
        int exitCode = await Child("leaks-by-kind-with-a-leak", "1").TryRunAsync(step, step.LogProgress);
        if (exitCode != 1)
        {
            throw new BuildException($"a leak was planted, but the count of leaks did not show it (exit code {exitCode})");
        }
    }

    private static async Task RunAsync(Step step, Action<string> onOutput, params string[] arguments)
    {
        string failure = "";
        int exitCode = await Child(arguments).TryRunAsync(step, onOutput, line =>
        {
            step.Log(line);
            failure = line;
        });
        if (exitCode != 0)
        {
            throw new BuildException($"{arguments[0]} ended with exit code {exitCode}: {failure}");
        }
    }

    private static Tool Child(params string[] arguments) =>
        new("dotnet", [Path.Combine(Program, "RustInterop.Tests.Child.dll"), .. arguments]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
