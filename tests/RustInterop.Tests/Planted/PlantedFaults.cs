using System.Runtime.InteropServices;
using System.Text;
using RustInterop.Crossing;
using RustInterop.Tests.Child;
using RustInterop.Tests.Loading;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Planted;

/// <summary>Faults that a tool must find. <c>torture</c> runs them one by one under its tools.</summary>
[Collection(Alone.Name)]
public sealed class PlantedFaults
{
    [PlantedFact]
    public void Leak() => Plant("leak");

    [PlantedFact]
    public void UseAfterFree() => Plant("use_after_free");

    [PlantedFact]
    public void DoubleFree() => Plant("double_free");

    /// <summary>A fault on the C# side.</summary>
    [PlantedFact]
    public void StringGivenBackTwice()
    {
        using RustString reply = RawReply.Of("{}\0"u8);
        NativeMethods.free_mem(reply.DangerousGetHandle());
    }

    private static unsafe void Plant(string fault)
    {
        nint plant = NativeLibrary.GetExport(NativeLibrary.Load(NativeLibraryFile.Path), "rust_interop_plant_fault");
        fixed (byte* name = Encoding.UTF8.GetBytes($"{fault}\0"))
        {
            ((delegate* unmanaged[Cdecl]<byte*, byte>)plant)(name).Should().NotBe(0, "the library knows {0}", fault);
        }
    }
}
