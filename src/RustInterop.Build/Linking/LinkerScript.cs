namespace RustInterop.Build.Linking;

/// <summary>A program for cargo that calls a linker with arguments of its own: rustc takes the name of a program only.</summary>
internal static class LinkerScript
{
    /// <summary>Writes it.</summary>
    /// <param name="folder">The folder for it.</param>
    /// <param name="body">What it does, in the language of sh.</param>
    /// <returns>Its path.</returns>
    public static string Write(string folder, string body)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, "linker");
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    /// <summary>A text as one word of sh.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
