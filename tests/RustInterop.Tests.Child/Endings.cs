using System.Diagnostics.CodeAnalysis;

namespace RustInterop.Tests.Child;

/// <summary>Ends the process in various ways while procedures run.</summary>
internal static class Endings
{
    private static readonly ProcedureInput Endless = new(
        TimeSpan.Zero, 0, ["a", "b"], "trap '' HUP TERM; sleep 1000 & sleep 1000", 1)
    {
        Transport = Transport.Local,
    };

    /// <summary>Starts an asynchronous procedure and a blocking one, waits for a line, and ends.</summary>
    [SuppressMessage(
        "Usage",
        "CA2201:Do not raise reserved exception types",
        Justification = "Nobody may handle it.")]
    internal static int Run(string ending)
    {
        _ = Rust.StartProcedureAsync(Endless, new() { Progress = new Progress<ProcedureProgress>() });
        new Thread(() => Rust.StartProcedure(Endless)) { IsBackground = true }.Start();
        Console.ReadLine();
        switch (ending)
        {
            case "return":
                return 0;
            case "exit":
                Environment.Exit(0);
                return 1;
            case "fail-fast":
                Environment.FailFast("on purpose");
                return 1;
            case "unhandled":
                Thread thrower = new(() => throw new Exception("on purpose"));
                thrower.Start();
                thrower.Join();
                return 1;
            default:
                // The test kills it.
                Thread.Sleep(Timeout.Infinite);
                return 1;
        }
    }
}
