using System.Runtime.Versioning;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

/// <summary>A cargo, first on a project's PATH, that records its command lines.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class RecordingCargo
{
    private readonly string _calls;

    /// <param name="project">The project that calls it from now on.</param>
    /// <param name="action">Shell code to run then; null to run the machine's own cargo.</param>
    internal RecordingCargo(CrateProject project, string? action = null)
    {
        _calls = project.PathOf("calls");
        project.Write("bin/cargo", $"""
            #!/bin/sh
            echo "$*" >> '{_calls}'
            {action ?? $"exec '{Command.Find("cargo")}' \"$@\""}

            """);
        File.SetUnixFileMode(
            project.PathOf("bin/cargo"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        project.SetPath($"{project.PathOf("bin")}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}");
    }

    /// <summary>The command lines of its builds, in order.</summary>
    internal IReadOnlyList<string> Builds =>
        File.Exists(_calls) ? [.. File.ReadLines(_calls).Where(call => call.StartsWith("build ", StringComparison.Ordinal))] : [];
}
