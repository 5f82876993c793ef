using System.ComponentModel;
using System.Diagnostics;

namespace RustInterop.Build;

/// <summary>Runs cargo.</summary>
internal static class Cargo
{
    /// <summary>Runs cargo in a folder, which decides its configuration and its toolchain.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="arguments">The arguments, each as the program gets it.</param>
    /// <param name="onOutput">Called for each line of stdout.</param>
    /// <param name="onError">Called for each line of stderr, maybe at the same time.</param>
    /// <param name="cancellation">Ends cargo and all that it started.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="BuildException">There is no cargo.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static int Run(
        string folder,
        IEnumerable<string> arguments,
        Action<string> onOutput,
        Action<string> onError,
        CancellationToken cancellation)
    {
        string cargo = Toolchain.Find("cargo") ?? throw new BuildException(
            ErrorCode.NoCargo, ManifestIn(folder), "cargo was not found on the PATH, so the crate cannot be built. Install Rust: https://rustup.rs");
        try
        {
            return ChildProcess.Run(StartInfo(cargo, folder, arguments), onOutput, onError, cancellation);
        }
        catch (Win32Exception exception)
        {
            throw new BuildException(ErrorCode.NoCargo, ManifestIn(folder), $"{cargo} could not be started: {exception.Message}");
        }
    }

    private static string ManifestIn(string folder) => Path.Combine(folder, "Cargo.toml");

    private static ProcessStartInfo StartInfo(string cargo, string folder, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(cargo, arguments)
        {
            WorkingDirectory = folder,
        };
        // The project chooses the target. What this variable names would be built beside it, or instead.
        start.Environment.Remove("CARGO_BUILD_TARGET");
        start.Environment["CARGO_TERM_COLOR"] = "never";
        start.Environment["CARGO_TERM_PROGRESS_WHEN"] = "never";
        start.Environment["CARGO_TERM_QUIET"] = "false";
        return start;
    }
}
