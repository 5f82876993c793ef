using System.Diagnostics;

namespace RustInterop.Servers;

/// <summary>The user whom Debian makes for a server. Root runs the server as that user; others run it as themselves.</summary>
internal sealed class ServerUser(string name)
{
    /// <summary>A command that runs as the user.</summary>
    internal IReadOnlyList<string> Command(params IReadOnlyList<string> command) =>
        Environment.IsPrivilegedProcess
            ? ["setpriv", $"--reuid={name}", $"--regid={name}", "--clear-groups", "--", .. command]
            : command;

    /// <summary>Gives a folder and all in it to the user.</summary>
    internal async Task OwnAsync(string folder)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        using Process chown = Process.Start("chown", ["--recursive", $"{name}:", folder]);
        await chown.WaitForExitAsync();
        if (chown.ExitCode != 0)
        {
            throw new InvalidOperationException($"{folder} could not be given to {name}");
        }
    }
}
