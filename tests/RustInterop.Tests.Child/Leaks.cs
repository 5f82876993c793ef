namespace RustInterop.Tests.Child;

/// <summary>Runs procedures of every outcome and prints how many descriptors and zombies they left.</summary>
internal static class Leaks
{
    private static readonly string[] Actions = ["true", "false", "kill -9 $$", "sleep 1000 & sleep 1000", "sleep 0.01 &"];

    internal static void Count()
    {
        // The console opens pipes when it is first used.
        TextWriter output = Console.Out;
        RunAll();
        int before = SettledDescriptors();
        for (int round = 0; round < 5; round++)
        {
            RunAll();
        }

        output.WriteLine($"{SettledDescriptors() - before} {ProcessState.CountZombies()}");
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

    // An event loop has its own descriptors, and ends after it has been idle for a while.
    private static int SettledDescriptors()
    {
        SpinWait.SpinUntil(() => !Directory.GetDirectories("/proc/self/task").Any(IsLoop), TimeSpan.FromSeconds(20));
        return ProcessState.CountDescriptors();
    }

    private static bool IsLoop(string thread)
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, "comm")) == "rust-interop\n";
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return false;
        }
    }
}
