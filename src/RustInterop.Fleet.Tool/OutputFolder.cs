using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RustInterop.Fleet.Tool;

/// <summary>
/// A folder with the output of each host: NAME.out and NAME.err. Each host that ran has both, also if they are empty, and a host
/// that did not run has none, so that no file is of an earlier run.
/// </summary>
internal sealed class OutputFolder(string path) : IReport
{
    private const string Option = "--output-dir";

    private static readonly string[] Extensions = [".out", ".err"];

    private int _failed;
    private string? _first;

    public string? Failure => _failed == 0 ? null : $"{Option}: {Count(_failed)} not written: {_first}";

    public void Open()
    {
        try
        {
            Directory.CreateDirectory(path);
            string probe = Path.Combine(path, $".{Path.GetRandomFileName()}.fleet");
            using FileStream stream = new(probe, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Options = FileOptions.DeleteOnClose,
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InvalidDataException($"{Option}: '{path}' cannot be used: {exception.Message}", exception);
        }
    }

    public void Add(ProcedureProgress progress)
    {
        string name = Path.Combine(path, FileName.Of(progress.Host.Host));
        Write(name + Extensions[0], progress.Host.Stdout);
        Write(name + Extensions[1], progress.Host.Stderr);
    }

    public void End(ProcedureOutput output)
    {
        foreach (HostResult host in output.Hosts.Where(host => host.Outcome == HostOutcome.NotStarted))
        {
            foreach (string extension in Extensions)
            {
                Try(() => File.Delete(Path.Combine(path, FileName.Of(host.Host) + extension)));
            }
        }
    }

    private static string Count(int files) =>
        files == 1 ? "1 file was" : string.Create(CultureInfo.InvariantCulture, $"{files} files were");

    private void Write(string file, string text)
    {
        if (!Try(() => File.WriteAllText(file, text)))
        {
            // A part of the output would look like all of it.
            Try(() => File.Delete(file));
        }
    }

    private bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _failed++;
            _first ??= exception.Message;
            return false;
        }
    }
}

/// <summary>The name of a host as the name of a file: different for different hosts, and allowed on every system.</summary>
internal static class FileName
{
    // A name has at most 255 bytes on most systems, and an extension follows.
    private const int Longest = 200;

    private const int HashLength = 16;

    public static string Of(string host)
    {
        string name = string.Concat(Encoding.UTF8.GetBytes(host).Select((value, index) => Escape((char)value, index == 0)));
        return name.Length <= Longest ? name : $"{name[..Longest]}%{Hash(host)}";
    }

    private static string Escape(char character, bool isFirst)
    {
        bool isSafe = char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '@' or '[' or ']' or ','
            || (character == '.' && !isFirst);
        return isSafe ? $"{character}" : $"%{(int)character:X2}";
    }

    private static string Hash(string host) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(host)))[..HashLength];
}
