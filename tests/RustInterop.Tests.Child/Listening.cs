using System.Buffers;

namespace RustInterop.Tests.Child;

/// <summary>Listens to what the library of tests/crates/talker logs.</summary>
internal static class Listening
{
    /// <summary>Returns once a thread logs that never ends. Nobody stops listening to it.</summary>
    internal static void UntilTheEnd()
    {
        RustLibrary talker = RustLibrary.Load("talker");
        using ManualResetEventSlim heard = new();
        bool isHeard = false;
        talker.ListenToLog(RustLogLevel.Info, _ =>
        {
            if (!Interlocked.Exchange(ref isHeard, true))
            {
                heard.Set();
            }
        });
        talker.GetProcedure("leave_a_thread_that_talks").Invoke("\"endless\""u8, new ArrayBufferWriter<byte>());
        heard.Wait();
    }
}
