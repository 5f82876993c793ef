using FirstCall;
using RustInterop;
using RustInterop.Fleet;

// Each in a process of its own, which does nothing else.
switch (args)
{
    case ["nothing"]:
        return 0;
    case ["by-hand"]:
        return ByHand.StartProcedure().FailedHosts.Count;
    case ["rust-interop"]:
        return Rust.StartProcedure(new ProcedureInput(TimeSpan.FromSeconds(1), 0, [], "true", 1) { Transport = Transport.Local }).FailedHosts.Count;
    default:
        Console.Error.WriteLine("Usage: nothing | by-hand | rust-interop");
        return 2;
}
