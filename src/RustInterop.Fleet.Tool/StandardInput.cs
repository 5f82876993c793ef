namespace RustInterop.Fleet.Tool;

/// <summary>Standard input, which only one option can read.</summary>
internal static class StandardInput
{
    /// <summary>The name that stands for it where a file is expected.</summary>
    public const string Dash = "-";

    private static string? _reader;

    /// <summary>Opens it.</summary>
    /// <param name="reader">What is read from it, for the message to the next one who wants it.</param>
    /// <exception cref="IOException">It is closed, or something else is read from it.</exception>
    public static Stream Open(string reader)
    {
        if (_reader is not null)
        {
            throw new IOException($"it was already read, for {_reader}");
        }

        _reader = reader;
        return StandardStreams.IsInputOpen ? Console.OpenStandardInput() : throw new IOException("closed or write-only");
    }
}
