using System.Diagnostics;
using System.Runtime.Versioning;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

/// <summary>What a developer does many times a day.</summary>
[UnsupportedOSPlatform("windows")]
[Trait(Suite.Name, Suite.Projects)]
public sealed class InnerLoopTests
{
    [LinuxFact("cargo")]
    public async Task Build_CancelledWhileCargoRuns_EndsCargoAndAllItStarted()
    {
        using CrateProject project = new("native");
        project.WriteCrate("native", "");
        project.Write("native/build.rs", "fn main() { std::process::Command::new(\"sleep\").arg(\"1000\").status().unwrap(); }");
        (await project.DotnetAsync("restore", "Library")).ExitCode.Should().Be(0);
        Marker marker = new();
        project.SetVariable("MARKER", marker.Text);
        using Process build = project.StartInterruptible("build", "Library", "--no-restore");
        Task<string> output = build.StandardOutput.ReadToEndAsync();
        await Marker.WaitUntilAsync(
            () => marker.Processes().Any(process => process.Contains(": sleep 1000", StringComparison.Ordinal)), "the build script runs");

        await Command.SignalAsync(build, "INT");

        await build.WaitForExitAsync();
        build.ExitCode.Should().NotBe(0, "the output was {0}", await output);
        await Marker.WaitUntilAsync(() => marker.Processes().Count == 0, "nothing is left running");
    }

    [LinuxTheory("cargo")]
    [InlineData("run", "", "Waiting for a file to change")]
    [InlineData("--no-hot-reload", "System.Threading.Thread.Sleep(-1);", "Waiting for changes")]
    public async Task Watch_RustSourceEdited_BuildsAndRunsAgain(string argument, string end, string waiting)
    {
        using CrateProject project = new("native");
        project.WriteCrate("native", """
            #[unsafe(no_mangle)]
            pub extern "C" fn native_number() -> i32 { 1001 }
            """);
        project.WriteProgram("App");
        project.Write("App/Program.cs", $$"""
            using System.Runtime.InteropServices;

            System.Console.WriteLine($"number {Native.native_number()}");
            {{end}}

            internal static partial class Native
            {
                [DllImport("native")]
                internal static extern int native_number();
            }
            """);
        (await project.DotnetAsync("build", "App")).ExitCode.Should().Be(0);
        Marker marker = new();
        project.SetVariable("MARKER", marker.Text);
        List<string> lines = [];
        using Process watch = project.StartInterruptible("watch", "--project", "App", "--non-interactive", argument);
        try
        {
            watch.OutputDataReceived += (_, line) => Add(line.Data);
            watch.ErrorDataReceived += (_, line) => Add(line.Data);
            watch.BeginOutputReadLine();
            watch.BeginErrorReadLine();
            await Marker.WaitUntilAsync(() => Has("number 1001") && Has(waiting), "the program has run");

            project.Edit("native/src/lib.rs", "1001", "1002");

            await Marker.WaitUntilAsync(() => Has("number 1002"), "the program has run again");
        }
        finally
        {
            marker.End();
        }

        void Add(string? line)
        {
            lock (lines)
            {
                lines.Add(line ?? "");
            }
        }

        bool Has(string text)
        {
            lock (lines)
            {
                return lines.Any(line => line.Contains(text, StringComparison.Ordinal));
            }
        }
    }
}
