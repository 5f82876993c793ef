using System.Diagnostics;

namespace RustInterop.Build.Linking;

/// <summary>A C compiler that also links: gcc, or one with its options.</summary>
/// <param name="program">Its path, or its name on the PATH.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class Compiler(string program, CancellationToken cancellation)
{
    /// <summary>The path of a file that the linker would use; null if it has none.</summary>
    /// <param name="name">The file's name.</param>
    public string? Find(string name) =>
        Read(program, [$"-print-file-name={name}"]) is [.., string path] && Path.IsPathFullyQualified(path) && File.Exists(path) ? path : null;

    /// <summary>Compiles one of this assembly's C files to an object file.</summary>
    public void Compile(string source, string folder)
    {
        string path = Path.Combine(folder, source);
        using (Stream resource = typeof(Compiler).Assembly.GetManifestResourceStream(source)!)
        using (FileStream file = File.Create(path))
        {
            resource.CopyTo(file);
        }

        Run("-O2", "-fPIC", "-ffunction-sections", "-c", "-o", Path.ChangeExtension(path, ".o"), path);
    }

    /// <exception cref="LinkException">It fails.</exception>
    public void Run(params string[] arguments) => Read(program, arguments);

    /// <summary>The lines that another program of the compiler's kind prints.</summary>
    /// <exception cref="LinkException">It fails, or there is none.</exception>
    public IReadOnlyList<string> Read(string other, IReadOnlyList<string> arguments)
    {
        List<string> output = [];
        List<string> errors = [];
        try
        {
            int exitCode = ChildProcess.Run(new ProcessStartInfo(other, arguments), output.Add, errors.Add, cancellation);
            return exitCode == 0 ? output : throw new LinkException(
                $"{other} failed with exit code {exitCode}: {string.Join(' ', errors.Select(line => line.Trim()))}");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new LinkException($"{other} could not be started: {exception.Message}");
        }
    }
}

/// <summary>Why nothing can be linked for a system.</summary>
public sealed class LinkException(string message) : Exception(message);
