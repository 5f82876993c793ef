using System.Runtime.Versioning;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

/// <summary>A cargo, first on a project's PATH, that records its command lines.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class RecordingCargo
{
    private readonly string _calls;

    /// <param name="project">The project that calls it from now on.</param>
    /// <param name="build">Shell code to run instead of a build; null to run the machine's own cargo for that too.</param>
    internal RecordingCargo(CrateProject project, string? build = null)
    {
        _calls = project.PathOf("calls");
        project.Write("bin/cargo", $"""
            #!/bin/sh
            echo "$*" >> '{_calls}'
            {(build is null ? "" : $"if [ \"$1\" = build ]; then\n{build}\nexit\nfi")}
            exec '{Command.Find("cargo")}' "$@"

            """);
        File.SetUnixFileMode(
            project.PathOf("bin/cargo"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        project.SetVariable("PATH", $"{project.PathOf("bin")}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}");
    }

    /// <summary>Shell code that builds a file, and says so, as cargo does. The file has its own name in it.</summary>
    /// <param name="folder">Below the target folder.</param>
    /// <param name="file">The library.</param>
    internal static string Building(string folder, string file) => $$"""
        library="$PWD/target/{{folder}}/{{file}}"
        mkdir -p "$PWD/target/{{folder}}"
        echo "{{file}} for {{folder}}" > "$library"
        echo "$library: $PWD/src/lib.rs" > "${library%.*}.d"
        printf '{"reason":"compiler-artifact","package_id":"path+file://%s#native@0.1.0","manifest_path":"%s/Cargo.toml",' "$PWD" "$PWD"
        printf '"target":{"crate_types":["cdylib"]},"filenames":["%s"]}\n' "$library"
        """;

    /// <summary>The command lines of its builds, in order.</summary>
    internal IReadOnlyList<string> Builds =>
        File.Exists(_calls) ? [.. File.ReadLines(_calls).Where(call => call.StartsWith("build ", StringComparison.Ordinal))] : [];
}
