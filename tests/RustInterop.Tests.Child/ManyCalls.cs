using RustInterop.Crossing;

namespace RustInterop.Tests.Child;

/// <summary>Calls Rust many times, and prints how much the resident memory grew and how many strings are live.</summary>
internal static class ManyCalls
{
    private static readonly ProcedureInput Empty = new(TimeSpan.FromSeconds(10), 3, [], "reboot", 1);
    private static readonly ProcedureInput Refused = new(TimeSpan.FromSeconds(10), 3, ["-oProxyCommand=x"], "reboot", 1);

    internal static void Run(int calls)
    {
        // The JIT recompiles code after many calls. The memory for that is not a leak.
        Call(calls / 10);
        long before = ResidentMemory.KilobytesAfterCollection();
        Call(calls);
        Console.WriteLine($"{ResidentMemory.KilobytesAfterCollection() - before} {NativeMethods.rust_interop_live_strings()}");
    }

    private static void Call(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            if (call % 8 == 0)
            {
                CallRefused();
            }
            else
            {
                Rust.StartProcedure(Empty);
            }
        }
    }

    private static void CallRefused()
    {
        try
        {
            Rust.StartProcedure(Refused);
        }
        catch (RustException exception) when (exception.Kind == RustErrorKind.InvalidInput)
        {
            return;
        }

        throw new InvalidOperationException("The host was not refused.");
    }
}
