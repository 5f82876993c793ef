using System.Text;
using RustInterop.Fleet.Tool.HostSets;

namespace RustInterop.Fleet.Tool;

/// <summary>A password, which is never shown.</summary>
internal static class Password
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Asks for it on the terminal, without an echo.</summary>
    /// <param name="option">The option that wants it, for messages.</param>
    /// <param name="prompt">What to ask.</param>
    /// <exception cref="InvalidDataException">There is no terminal to ask on.</exception>
    public static string Ask(string option, string prompt)
    {
        if (Console.IsInputRedirected || Console.IsErrorRedirected)
        {
            throw new InvalidDataException($"{option}: there is no terminal to ask on; --sudo-password-file reads a file");
        }

        // From here on, the terminal has no echo, also for who types before the first key is read.
        _ = Console.KeyAvailable;
        Console.Error.Write(prompt);
        StringBuilder password = new();
        for (ConsoleKeyInfo key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                password.Length = Math.Max(0, password.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                password.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return password.ToString();
    }

    /// <summary>Reads the first line of a file.</summary>
    /// <param name="option">The option that names the file, for messages.</param>
    /// <param name="path">Where it is; <c>-</c> is standard input.</param>
    /// <exception cref="InvalidDataException">It cannot be read, or has no line.</exception>
    public static string Read(string option, string path)
    {
        try
        {
            using Stream stream = path == StandardInput.Dash ? StandardInput.Open(option) : HostFiles.Open(path);
            using StreamReader reader = new(stream, Strict);
            return reader.ReadLine() ?? throw new InvalidDataException($"{option}: it is empty");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            // .NET's message about bytes that are not UTF-8 has the bytes.
            string reason = exception is DecoderFallbackException ? "it is not UTF-8" : exception.Message;
            throw new InvalidDataException($"{option}: {reason}");
        }
    }
}
