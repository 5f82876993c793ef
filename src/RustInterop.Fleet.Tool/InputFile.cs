using RustInterop.Fleet.Tool.HostSets;

namespace RustInterop.Fleet.Tool;

/// <summary>A file that the action reads as its standard input.</summary>
internal static class InputFile
{
    // As many as the library takes.
    private const int MostBytes = 125_000_000;

    /// <param name="option">The option that names the file, for messages.</param>
    /// <param name="path">Where it is; <c>-</c> is standard input.</param>
    /// <exception cref="InvalidDataException">It cannot be read, or is too long.</exception>
    public static ActionInput Read(string option, string path)
    {
        try
        {
            using Stream stream = path == StandardInput.Dash ? StandardInput.Open(option) : HostFiles.Open(path);
            return Read(stream);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // .NET's messages name files, but not standard input.
            string place = path == StandardInput.Dash ? "standard input: " : "";
            throw new InvalidDataException($"{option}: {place}{exception.Message}", exception);
        }
    }

    private static ActionInput Read(Stream stream)
    {
        using MemoryStream bytes = new();
        byte[] buffer = new byte[1 << 16];
        // A pipe or a device does not say how long it is.
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            if (bytes.Length + count > MostBytes)
            {
                throw new IOException($"longer than {MostBytes} bytes; transfer large files with another program");
            }

            bytes.Write(buffer.AsSpan(0, count));
        }

        return new ActionInput(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
