using System.Runtime.Versioning;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

/// <summary>A cargo, first on a project's PATH, that writes down what it is called with.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class RecordingCargo
{
    private readonly string _calls;

    /// <param name="project">Which calls it from now on.</param>
    /// <param name="action">Shell code for what it does then; without it, what the machine's own does.</param>
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

    /// <summary>The command lines of its builds, in their order.</summary>
    internal IReadOnlyList<string> Builds =>
        File.Exists(_calls) ? [.. File.ReadLines(_calls).Where(call => call.StartsWith("build ", StringComparison.Ordinal))] : [];
}
