using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RustInterop.Crossing;

namespace RustInterop.Tests.Child.Soaking;

/// <summary>Calls whose handle is released early, or whose reply or handle is left to the finalizer.</summary>
internal static class Abandoned
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "This is what the test is about.")]
    internal static void DropReply() => RawReply.Of("[]\0"u8);

    internal static async Task ReleaseAsync(ProcedureInput input)
    {
        PendingCall call = new(StartProcedureExports.Instance, null);
        Start(call, input).Dispose();
        (await call.Completion).Dispose();
    }

    internal static async Task DropHandleAsync(ProcedureInput input)
    {
        PendingCall call = new(StartProcedureExports.Instance, null);
        Drop(call, input);
        (await call.Completion).Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop(PendingCall call, ProcedureInput input) => Start(call, input);

    private static CallHandle Start(PendingCall call, ProcedureInput input)
    {
        using InputBuffer buffer = InputBuffer.Rent();
        return call.Start(buffer.Write(input, ProcedureJson.Input));
    }
}
