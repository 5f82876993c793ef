using System.Diagnostics;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace RustInterop.Build;

/// <summary>Builds crates with cargo.</summary>
/// <param name="log">Where the compiler's diagnostics go.</param>
/// <param name="warnings">How the project treats warnings. When it changes, cargo repeats those of the last build.</param>
internal sealed class CrateBuilder(TaskLoggingHelper log, string warnings)
{
    /// <summary>Rustc's code for "can't find crate".</summary>
    private const string MissingCrate = "E0463";

    private static readonly TimeSpan s_progressInterval = TimeSpan.FromSeconds(10);

    /// <summary>Builds a crate, if something changed on which its library depends.</summary>
    /// <exception cref="BuildException">Cargo fails. Errors of the compiler are in the log.</exception>
    public void BuildIfChanged(RustCrate crate, CancellationToken cancellation)
    {
        Dictionary<string, string> settings = SettingsOf(crate);
        if (FindChange(crate, settings) is { } change)
        {
            log.LogMessage(MessageImportance.Low, "The crate {0} is built: {1}.", crate.Metadata.Name, change);
            Build(crate, settings, cancellation);
        }
        else
        {
            log.LogMessage(MessageImportance.Low, "The crate {0} is up to date.", crate.Metadata.Name);
        }
    }

    private static string? FindChange(RustCrate crate, Dictionary<string, string> settings)
    {
        Recorded<CrateLibrary>? last = BuildRecord.Read(crate);
        return last is null ? "there is no record of an earlier build"
            : last.Inputs.FindChange(settings) is { } input ? $"{input} has changed"
            : last.Value.Files.FirstOrDefault(file => !File.Exists(file)) is { } missing ? $"{missing} is missing"
            : null;
    }

    private Dictionary<string, string> SettingsOf(RustCrate crate) => new()
    {
        ["the command line"] = string.Join('\n', crate.CommandLine),
        ["the treatment of warnings"] = warnings,
    };

    private void Build(RustCrate crate, Dictionary<string, string> settings, CancellationToken cancellation)
    {
        // Another project may build the crate with other arguments, and the library of both has the same path.
        using FileLock held = FileLock.Take(
            crate.LockFile, path => log.LogMessage(MessageImportance.High, "Waiting for another build that holds {0}.", path), cancellation);
        DateTime begin = DateTime.UtcNow;
        CargoBuild build = new(crate);
        CargoErrors errors = new();
        int exitCode = RunCargo(crate, build, errors, cancellation);
        if (exitCode != 0)
        {
            throw errors.ToException(crate.Manifest, exitCode);
        }

        CrateLibrary library = new([.. LibraryFiles(crate, build).Select(file => Copy(file, crate.OutputFolder))], [.. build.Sources]);
        if (!log.HasLoggedErrors)
        {
            BuildRecord.Write(crate, RecordInputs(crate, build, settings, library, begin));
        }
    }

    private int RunCargo(RustCrate crate, CargoBuild build, CargoErrors errors, CancellationToken cancellation)
    {
        log.LogMessage(MessageImportance.Normal, "cargo {0}", string.Join(' ', crate.CommandLine));
        Stopwatch elapsed = Stopwatch.StartNew();
        string lastLine = "";
        Timer progress = new(
            _ => log.LogMessage(MessageImportance.High, "  cargo, {0} s so far: {1}", (int)elapsed.Elapsed.TotalSeconds, lastLine),
            null, s_progressInterval, s_progressInterval);
        List<Diagnostic> missingCrates = [];
        try
        {
            int exitCode = Cargo.Run(crate.Folder, crate.CommandLine, OnOutput, OnError, cancellation);
            RequireTarget(crate, missingCrates);
            return exitCode;
        }
        finally
        {
            // Nothing may be logged after the task has ended.
            progress.DisposeAsync().AsTask().Wait(CancellationToken.None);
        }

        void OnOutput(string line)
        {
            Diagnostic? diagnostic = build.Read(line);
            if (diagnostic is { Code: MissingCrate })
            {
                missingCrates.Add(diagnostic);
            }
            else if (diagnostic is not null)
            {
                Report(diagnostic, crate);
            }
        }

        void OnError(string line)
        {
            lastLine = line.Trim();
            errors.Add(line);
            log.LogMessage(MessageImportance.Normal, "{0}", line);
        }
    }

    // Without the standard library of the target, each crate misses std, and says so.
    private void RequireTarget(RustCrate crate, List<Diagnostic> missingCrates)
    {
        if (missingCrates.Count > 0 && crate.Triple is not null && !Toolchain.HasTarget(crate.Folder, crate.Triple))
        {
            throw new BuildException(ErrorCode.TargetNotInstalled, crate.Manifest,
                $"The crate cannot be built for {crate.RuntimeIdentifier}: Rust's standard library for {crate.Triple} is not installed. "
                + $"Install it with: rustup target add {crate.Triple}");
        }

        foreach (Diagnostic diagnostic in missingCrates)
        {
            Report(diagnostic, crate);
        }
    }

    private void Report(Diagnostic diagnostic, RustCrate crate)
    {
        SourceRange range = diagnostic.Range ?? new(crate.Manifest, 0, 0, 0, 0);
        log.LogMessage(diagnostic.IsError ? MessageImportance.High : MessageImportance.Normal, "{0}", diagnostic.Rendered);
        if (diagnostic.IsError)
        {
            log.LogError(null, diagnostic.Code, null, diagnostic.HelpLink,
                range.File, range.Line, range.Column, range.EndLine, range.EndColumn, "{0}", diagnostic.Text);
        }
        else
        {
            log.LogWarning(null, diagnostic.Code, null, diagnostic.HelpLink,
                range.File, range.Line, range.Column, range.EndLine, range.EndColumn, "{0}", diagnostic.Text);
        }
    }

    private static IReadOnlyList<string> LibraryFiles(RustCrate crate, CargoBuild build)
    {
        if (build.Library is null)
        {
            throw new BuildException(ErrorCode.NoLibrary, crate.Manifest,
                $"cargo succeeded, but it has not built {crate.LibraryFile}.");
        }

        return build.Triple is { } triple && RustTarget.Of(crate.RuntimeIdentifier)?.Fits(triple) == false
            ? throw new BuildException(ErrorCode.NoLibrary, crate.Manifest,
                $"cargo has built for {triple}, which is not for {crate.RuntimeIdentifier}. A cargo config sets build.target.")
            : build.LibraryFiles;
    }

    private static string Copy(string file, string folder)
    {
        string copy = Path.Combine(folder, Path.GetFileName(file));
        FileSystem.WriteIfDifferent(copy, File.ReadAllBytes(file));
        return copy;
    }

    private static Recorded<CrateLibrary> RecordInputs(
        RustCrate crate, CargoBuild build, Dictionary<string, string> settings, CrateLibrary library, DateTime begin)
    {
        string[] workspace = ["Cargo.toml", "Cargo.lock"];
        BuildInputs inputs = BuildInputs.Record(settings, build.Variables, [
            .. library.Sources,
            .. Toolchain.FilesFor(crate.Folder),
            .. workspace.Select(name => Path.Combine(crate.Metadata.WorkspaceRoot, name)),
        ]);
        inputs.DistrustNewerThan(begin, library.Sources);
        return new(inputs, library);
    }
}
