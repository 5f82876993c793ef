namespace RustInterop.Tests.Child;

/// <summary>Runs procedures of every outcome and prints how many descriptors and dead children they left.</summary>
internal static class Leaks
{
    private static readonly string[] Actions = ["true", "false", "kill -9 $$", "sleep 1000 & sleep 1000", "sleep 0.01 &"];

    internal static void Count()
    {
        // The console has pipes of its own.
        TextWriter output = Console.Out;
        RunAll();
        int before = OpenDescriptors();
        for (int round = 0; round < 5; round++)
        {
            RunAll();
        }

        output.WriteLine($"{OpenDescriptors() - before} {Children.CountDead()}");
    }

    private static void RunAll()
    {
        foreach (string action in Actions)
        {
            Rust.StartProcedure(new(TimeSpan.FromSeconds(0.2), 1, ["a", "b", "c"], action, 1)
            {
                Transport = Transport.Local,
                RetryDelay = TimeSpan.Zero,
            });
        }
    }

    // Pipes, signals and files without a name. The runtime opens assemblies as it comes to them, and keeps them open.
    internal static int OpenDescriptors() =>
        Directory.GetFileSystemEntries("/proc/self/fd")
            .Select(descriptor => new FileInfo(descriptor).LinkTarget ?? "")
            .Count(target => !target.StartsWith('/') || target.StartsWith("/memfd:", StringComparison.Ordinal));
}
