using System.Buffers;
using RustInterop.Tests.Child.Soaking;
using RustInterop.Tests.Libraries;

namespace RustInterop.Tests.Counting;

/// <summary>Makes a call of each kind, because Rust allocates some memory only once, such as the standard library's buffers.</summary>
internal static class WarmUp
{
    internal static async Task RunAsync()
    {
        foreach (CallKind kind in CallKinds.All)
        {
            await Caller.RunAsync(() =>
            {
                Caller.Call(kind, 0);
                return 0;
            });
        }

        await CallWorkshopAsync();
    }

    private static async Task CallWorkshopAsync()
    {
        RustProcedure length = Workshop.Library.GetProcedure("length");
        RustProcedure panic = Workshop.Library.GetProcedure("panic_with");
        ArrayBufferWriter<byte> output = new();
        length.Invoke("\"text\""u8, output);
        await length.InvokeAsync("\"text\""u8.ToArray(), output);
        try
        {
            panic.Invoke("\"on purpose\""u8, output);
        }
        catch (RustPanicException)
        {
            // The first panic allocates memory that is kept.
        }
    }
}
