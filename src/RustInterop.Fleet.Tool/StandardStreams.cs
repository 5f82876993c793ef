using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace RustInterop.Fleet.Tool;

/// <summary>
/// Standard output and standard error. If one of them cannot be written to, the run continues, the other one says why, and the
/// exit code says that something is missing.
/// </summary>
internal static class StandardStreams
{
    public static StandardStream Output { get; } = new(1, "standard output", Console.OpenStandardOutput);

    public static StandardStream Error { get; } = new(2, "standard error", Console.OpenStandardError);

    /// <summary>Whether standard input can be read.</summary>
    public static bool IsInputOpen => OperatingSystem.IsWindows() || Descriptor.IsOpenFor(0, FileAccess.Read);

    /// <summary>Whether everything could be written to both.</summary>
    public static bool AreSound => Output.Failure is null && Error.Failure is null;

    /// <summary>Whether standard output is for a document, which a message would break.</summary>
    public static bool OutputIsDocument { get; set; }

    /// <summary>Redirects <see cref="Console"/> to these streams.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "They last as long as the process.")]
    public static void TakeConsole()
    {
        Output.Check();
        Error.Check();
        // Windows has code pages. UTF-8 without a byte order mark, which would become part of the first line.
        Encoding encoding = Console.OutputEncoding is UTF8Encoding ? new UTF8Encoding(false) : Console.OutputEncoding;
        Console.SetOut(new StreamWriter(Output, encoding) { AutoFlush = true });
        Console.SetError(new StreamWriter(Error, encoding) { AutoFlush = true });
    }

    /// <summary>Writes a line to standard error, or to standard output if that fails.</summary>
    public static void Say(string line)
    {
        Console.Error.WriteLine(line);
        if (Error.Failure is not null && !OutputIsDocument)
        {
            Console.Out.WriteLine(line);
        }
    }

    /// <summary>Says which of them failed, and returns the exit code that takes that into account.</summary>
    public static int Finish(int exitCode)
    {
        foreach (StandardStream stream in new[] { Output, Error }.Where(stream => stream.Failure is not null))
        {
            Say($"fleet: {stream.Name}: {stream.Failure}");
        }

        return AreSound ? exitCode : ExitCode.WithLoss(exitCode);
    }
}

/// <summary>
/// A stream that never throws. It records the first failure and drops everything after it, so that the output has no gaps.
/// </summary>
/// <remarks>
/// On Unix, <see cref="Console"/> ignores a pipe whose reader is gone, and blocks writes to one stream while a write to the other
/// is blocked.
/// </remarks>
internal sealed class StandardStream(int descriptor, string name, Func<Stream> openOnWindows) : Stream
{
    [SuppressMessage("Usage", "CA2213:Disposable fields should be disposed", Justification = "It lasts as long as the process.")]
    private readonly Stream? _windows = OperatingSystem.IsWindows() ? openOnWindows() : null;

    public string Name => name;

    /// <summary>Why it cannot be written to; null if it can.</summary>
    public string? Failure { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Checks whether the stream is open for writing.</summary>
    public void Check()
    {
        bool isOpen = _windows is null ? Descriptor.IsOpenFor(descriptor, FileAccess.Write) : _windows != Null;
        Failure = isOpen ? null : "closed or read-only, so nothing was run";
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Failure is not null)
        {
            return;
        }

        try
        {
            if (_windows is null)
            {
                Descriptor.Write(descriptor, buffer);
            }
            else
            {
                _windows.Write(buffer);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Failure = $"{exception.Message}. Its output is incomplete.";
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

/// <summary>Unix file descriptors.</summary>
internal static partial class Descriptor
{
    private const int GetDescriptorFlags = 1;
    private const int GetStatusFlags = 3;
    private const int AccessMode = 3;
    private const int ReadOnly = 0;
    private const int WriteOnly = 1;
    private const int Interrupted = 4;

    private static readonly int TryAgain = OperatingSystem.IsMacOS() ? 35 : 11;

    /// <summary>
    /// Whether this process inherited the descriptor. If not, .NET may have opened a file or a pipe with that number, but with
    /// FD_CLOEXEC, which an inherited descriptor cannot have.
    /// </summary>
    public static bool IsOpenFor(int descriptor, FileAccess access)
    {
        int other = access == FileAccess.Read ? WriteOnly : ReadOnly;
        return Control(descriptor, GetDescriptorFlags) == 0 && (Control(descriptor, GetStatusFlags) & AccessMode) != other;
    }

    /// <exception cref="IOException">Not everything could be written.</exception>
    public static void Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            nint written = WriteSome(descriptor, bytes, bytes.Length);
            if (written >= 0)
            {
                bytes = bytes[(int)written..];
                continue;
            }

            int error = Marshal.GetLastPInvokeError();
            if (error == TryAgain)
            {
                // Some parent processes leave their terminal or pipe non-blocking.
                Thread.Sleep(10);
            }
            else if (error != Interrupted)
            {
                throw new IOException(Marshal.GetPInvokeErrorMessage(error));
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteSome(int descriptor, ReadOnlySpan<byte> bytes, nint length);
}
