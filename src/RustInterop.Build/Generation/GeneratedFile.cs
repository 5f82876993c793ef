using System.Text;

namespace RustInterop.Build;

/// <summary>The file with the C# of a crate's library.</summary>
/// <param name="Path">The file.</param>
/// <param name="IsFixed">Whether the file is part of the sources and may only be compared.</param>
/// <param name="Settings">How the project wants it.</param>
internal sealed record GeneratedFile(string Path, bool IsFixed, CodeSettings Settings)
{
    /// <summary>The path as the project's own items have it, so that one of them is recognised as the same file.</summary>
    public string ItemPath => System.IO.Path.GetRelativePath(Directory.GetCurrentDirectory(), Path);

    /// <summary>Writes the file, if what it is made from has changed.</summary>
    /// <param name="crate">The crate, which has been built.</param>
    /// <param name="cancellation">Ends the wait for another build.</param>
    /// <returns>Whether there is one: a library without descriptions needs none.</returns>
    /// <exception cref="BuildException">There can be none, or it may not change.</exception>
    public bool Update(RustCrate crate, CancellationToken cancellation)
    {
        string recordPath = System.IO.Path.Combine(crate.OutputFolder, $"{crate.Metadata.Name}.generated.json");
        Dictionary<string, string> settings = new()
        {
            ["how the C# is generated"] = $"{Settings} {typeof(GeneratedFile).Assembly.ManifestModule.ModuleVersionId}",
        };
        Recorded<bool>? last = Recorded<bool>.Read(recordPath, RecordedJson.Default.RecordedBoolean);
        if (last is not null && last.Inputs.FindChange(settings) is null)
        {
            return last.Value;
        }

        // Two frameworks of a project may have one file.
        using FileLock held = FileLock.Take(crate.LockFile, _ => { }, cancellation);
        string? text = Generate(crate);
        Write(text, crate.Manifest);

        new Recorded<bool>(BuildInputs.Record(settings, [], [crate.Library, Path]), text is not null)
            .Write(recordPath, RecordedJson.Default.RecordedBoolean);
        return text is not null;
    }

    private string? Generate(RustCrate crate)
    {
        try
        {
            IReadOnlyList<Export> exports = DescriptionFile.Read(File.ReadAllBytes(crate.Library));
            return exports.Count == 0 ? null : GeneratedCode.Write(exports, Settings);
        }
        catch (UnknownFormatException exception)
        {
            throw new BuildException(ErrorCode.DescriptionFormat, crate.Manifest,
                $"{exception.Message} The package RustInterop and the crate rust-interop are of different versions: "
                + "let the crate depend on the folder .rust-interop, which the build keeps the same as the package.");
        }
        catch (FormatException exception)
        {
            throw new BuildException(ErrorCode.NotExpressible, crate.Manifest, $"C# cannot be generated for the crate: {exception.Message}.");
        }
    }

    private void Write(string? text, string manifest)
    {
        // Git may have changed the ends of lines.
        string? current = File.Exists(Path) ? File.ReadAllText(Path).ReplaceLineEndings("\n") : null;
        if (IsFixed && current != text)
        {
            throw new BuildException(ErrorCode.NotCurrent, manifest,
                $"{Path} is not what the build generates from the crate. Build on your machine, and commit the file.");
        }

        if (text is not null)
        {
            FileSystem.WriteIfDifferent(Path, Encoding.UTF8.GetBytes(text));
        }
        else if (current is not null)
        {
            // Of a time when the crate had exports with descriptions.
            File.Delete(Path);
        }
    }
}
