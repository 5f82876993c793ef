using System.CommandLine;
using RustInterop.Build.Crates;
using RustInterop.Build.Cross;
using RustInterop.Build.Tests;

namespace RustInterop.Build.Verbs;

/// <summary>Checks everything, in both languages, the package included.</summary>
internal static class Test
{
    // With Debian's packages that have them.
    private static readonly (string Program, string Package)[] TestPrograms =
        [("sudo", "sudo"), ("tmux", "tmux"), ("chromium", "chromium"), ("chromedriver", "chromium-driver")];

    public static Command Create()
    {
        Option<bool> projects = new("--projects")
        {
            Description = "Also build projects of every kind that users have; some minutes more.",
        };
        Option<bool> packages = new("--packages")
        {
            Description = "As --projects, and use the packages of pack --all in every supported way, on every system that can run here.",
        };
        Command command = new("test", "Check format and lints, run the tests of both languages, and pack.") { projects, packages };
        command.SetAction((result, cancellation) =>
            RunAsync(result.GetValue(projects), result.GetValue(packages), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(bool projects, bool packages, CancellationToken cancellation)
    {
        TestRun run = new();
        int exitCode = await Verb.RunAsync(token => RunAsync(run, projects, packages, token), cancellation);
        if (run.HasBegun)
        {
            Console.WriteLine(run.Counts);
        }

        return exitCode;
    }

    private static async Task RunAsync(TestRun run, bool projects, bool packages, CancellationToken cancellation)
    {
        await Step.RunAsync("prerequisites", step => CheckPrerequisitesAsync(packages, step), cancellation);
        await CrateSource.FetchAsync(cancellation);
        await Lanes.RunAsync([CheckRustAsync, token => CheckDotnetAsync(packages, token)], cancellation);
        // The tests have the machine to themselves.
        await run.RunCargoAsync(cancellation);
        await run.RunDotnetAsync(projects || packages, cancellation);
        if (await HasHostileToolsAsync(cancellation))
        {
            await run.RunHostileAsync(cancellation);
        }

        if (packages)
        {
            await HostProgram.RunAllAsync(cancellation);
            await run.RunConsumersAsync(cancellation);
        }
    }

    /// <summary>Whether the hostile servers are installed. If they can't be, their cases are skipped.</summary>
    private static async Task<bool> HasHostileToolsAsync(CancellationToken cancellation)
    {
        bool isThere = false;
        await Step.RunAsync("hostile tools", async step =>
        {
            try
            {
                await HostileSuite.EnsureToolsAsync(step);
                isThere = true;
            }
            catch (BuildException exception)
            {
                Step.Note($"the hostile servers are skipped: {exception.Message}");
            }
        }, cancellation);
        return isThere;
    }

    private static async Task CheckPrerequisitesAsync(bool packages, Step step)
    {
        if (packages)
        {
            NativeLibraries.RequireAll();
        }

        await Prerequisites.CheckCompilersAsync(step);
        await Prerequisites.CheckRustComponentsAsync(step);
        if (await WorkflowChecker.EnsureAsync(step) is string missing)
        {
            Step.Note($"the check by actionlint is skipped: {missing}");
        }

        await InstallTestProgramsAsync(step);
        if (await DatabaseServers.EnsureAsync(step) is string without)
        {
            Step.Note($"the tests of the stores on servers are skipped: {without}");
        }

        string? reason = await SshServer.EnsureAsync(step);
        if (reason is null)
        {
            return;
        }

        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            throw new BuildException($"the ssh tests cannot run: {reason}");
        }

        Step.Note($"the ssh tests are skipped: {reason}");
    }

    /// <summary>Without them, the tests of sudo, which only root can run, of the screen and of pages are skipped.</summary>
    private static async Task InstallTestProgramsAsync(Step step)
    {
        string[] missing = [.. TestPrograms.Where(one => Tool.Find(one.Program) is null).Select(one => one.Package)];
        if (missing.Length == 0 || !Debian.IsThis || !Environment.IsPrivilegedProcess)
        {
            return;
        }

        try
        {
            await Debian.EnsureAsync(step, missing);
        }
        catch (BuildException exception)
        {
            Step.Note($"tests of {string.Join(" and ", missing)} are skipped: {exception.Message}");
        }
    }

    private static async Task CheckRustAsync(CancellationToken cancellation)
    {
        await RunOnCratesAsync("cargo fmt", Cargo.CheckFormat, cancellation);
        await RunOnCratesAsync("cargo clippy", Cargo.Clippy, cancellation);
        await Step.RunAsync("cargo doc", Cargo.Document().RunAsync, cancellation);
        await RunOnCratesAsync("cargo test build", Cargo.CompileTests, cancellation);
        await Step.RunAsync("test equipment", Cargo.BuildEquipment().RunAsync, cancellation);
    }

    private static Task RunOnCratesAsync(string name, Func<string, Tool> tool, CancellationToken cancellation) =>
        Step.RunAsync(name, async step =>
        {
            foreach (string crate in Repository.Crates)
            {
                await tool(crate).RunAsync(step);
            }
        }, cancellation);

    private static async Task CheckDotnetAsync(bool packages, CancellationToken cancellation)
    {
        await Step.RunAsync("restore", Dotnet.Restore(Repository.Solution).RunAsync, cancellation);
        await CheckFormatAsync(cancellation);
        await Step.RunAsync("build", Dotnet.Build(Repository.Solution).RunAsync, cancellation);
        await Pack.PackAsync(packages ? NativeLibraries.Folder : null, cancellation);
    }

    private static Task CheckFormatAsync(CancellationToken cancellation) =>
        Step.RunAsync("dotnet format", async step =>
        {
            await Dotnet.CheckFormat().RunAsync(step);
            await Dotnet.CheckUsings(Repository.Solution).RunAsync(step);
            await Dotnet.CheckUsings(Repository.BuildProject).RunAsync(step);
        }, cancellation);
}
