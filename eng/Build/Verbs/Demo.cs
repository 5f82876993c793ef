using System.CommandLine;
using RustInterop.Build.Crates;

namespace RustInterop.Build.Verbs;

/// <summary>Shows Rust called from C#.</summary>
internal static class Demo
{
    public static Command Create() => Verb.Create("demo", "Build the library and run the tour in samples/Tour.", RunAsync);

    private static async Task RunAsync(CancellationToken cancellation)
    {
        await Step.RunAsync("prerequisites", async step =>
        {
            await Prerequisites.CheckCompilersAsync(step);
            Prerequisites.CheckCurl();
        }, cancellation);
        await CrateSource.FetchAsync(cancellation);
        await Step.RunAsync("restore", Dotnet.Restore(Repository.DemoProject).RunAsync, cancellation);
        await Step.RunAsync("build", Dotnet.Build(Repository.DemoProject).RunAsync, cancellation);
        await Step.RunAsync("tour", step => Dotnet.Run(Repository.DemoProject).RunAsync(step, Console.WriteLine), cancellation);
    }
}
