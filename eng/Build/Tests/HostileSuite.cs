namespace RustInterop.Build.Tests;

/// <summary>tests/hostile: hostile and odd ssh servers, shells and configurations against the library, over its C ABI.</summary>
internal static class HostileSuite
{
    private static string Folder => Path.Combine(Repository.Root, "tests", "hostile");

    /// <summary>Installs the servers and shells.</summary>
    /// <exception cref="BuildException">They can't be installed here; the message says what is missing.</exception>
    public static async Task EnsureToolsAsync(Step step)
    {
        if (!Debian.IsThis)
        {
            throw new BuildException("the hostile suite runs on Debian 12, which has its servers and shells");
        }

        string? reason = await SshServer.EnsureAsync(step);
        if (reason is not null)
        {
            throw new BuildException(reason);
        }

        await Debian.EnsureAsync(step, ["python3-asyncssh"]);
        List<string> packages = [];
        await Python("packages.py").RunAsync(step, packages.Add);
        await Debian.EnsureAsync(step, packages);
    }

    /// <summary>Runs the cases, prints a row for each, and fails if one of them does.</summary>
    public static Tool Run(string library, IEnumerable<string> arguments) => Python("suite.py", [library, .. arguments]);

    /// <summary>Makes system calls of the library's process fail, and prints a row for each way to fail.</summary>
    public static Tool RunFaults(string library) => Python("faults.py", library);

    // Debian's own Python has Debian's packages. Another may come first on the PATH.
    private static Tool Python(string program, params string[] arguments) =>
        new("/usr/bin/python3", ["-W", "ignore", Path.Combine(Folder, program), .. arguments]);
}
