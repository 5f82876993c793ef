using System.IO.Compression;
using RustInterop.Build.Cross;

namespace RustInterop.Build.Consumers;

/// <summary>
/// The package of tests/consumers/Loud, a user's project with a crate, for all systems that can be built here. Debian's Rust builds it,
/// because it has the standard library for each. A program in C calls each library.
/// </summary>
internal sealed record OwnPackageConsumer() : Consumer("package of your own", null, "`dotnet pack`, with `RuntimeIdentifiers`")
{
    private const string Printed =
        """
        ["HELLO",2.23606797749979]
        {"error":{"kind":"panicked","message":"nothing to shout","location":"src/lib.rs:6"}}
        """;

    private static string Project => ConsumerPackages.ProjectFolder("Loud");

    protected override async Task<long?> UseAsync(Step step)
    {
        string feed = Path.Combine(Folder, "feed");
        Tool pack = ConsumerPackages.With(Dotnet.Pack(Path.Combine(Project, "Loud.csproj"), feed, null,
            $"-p:NativeRuntimeIdentifiers={string.Join("%3B", Target.All.Select(target => target.RuntimeIdentifier))}",
            $"-p:CargoArguments={DebianRust.UsersArguments}", $"-p:RustInteropVersion={Repository.Version}",
            $"-p:ArtifactsPath={Path.Combine(Folder, "build")}"));
        Dictionary<string, string?> environment = new(pack.Environment)
        {
            // Kept for the next run: the standard library takes minutes for each system.
            ["CARGO_TARGET_DIR"] = Path.Combine(ConsumerPackages.Root, "own-package-target"),
        };
        foreach ((string name, string value) in DebianRust.UsersVariables)
        {
            environment[name] = value;
        }

        await RunWithoutWarningAsync(step, pack with { Environment = environment });
        string package = Directory.GetFiles(feed).Single();
        await ZipFile.ExtractToDirectoryAsync(package, Path.Combine(Folder, "content"), step.Cancellation);
        foreach (Target target in Target.All)
        {
            await CallAsync(step, target);
        }

        return new FileInfo(package).Length;
    }

    private async Task CallAsync(Step step, Target target)
    {
        string folder = Path.Combine(Folder, "content", "runtimes", target.RuntimeIdentifier, "native");
        string library = Directory.GetFiles(folder).Single();
        string program = Path.Combine(folder, $"call{target.ProgramExtension}");
        await new Tool(target.Compiler, "-std=c99", "-Wall", "-Wextra", "-Werror", "-o", program, Path.Combine(Project, "call.c")).RunAsync(step);
        List<string> lines = [];
        int exitCode = await target.RunAsync(step, program, lines.Add, library);
        string printed = string.Join('\n', lines);
        if (exitCode != 0 || printed != Printed)
        {
            throw new BuildException($"{program} ended with exit code {exitCode} and printed: {printed}");
        }

        Step.Note($"{target.RuntimeIdentifier}: {new FileInfo(library).Length} bytes");
    }
}
