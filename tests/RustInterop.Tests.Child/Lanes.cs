using RustInterop.Bindings;
using RustInterop.Tests.Child.LifetimeTypes;

namespace RustInterop.Tests.Child;

/// <summary>Which way the calls of generated code take.</summary>
internal static class Lanes
{
    internal static void Print()
    {
        GeneratedExport<LentBytes, RustBytes> export = new(
            new GeneratedLibrary("lifetimes", typeof(Lanes).Assembly), "lifetimes_invert", new JsonTypes(), error: null,
            static () => """{"direct":1,"crate":"lifetimes","name":"invert","arguments":[{"name":"data","shape":"lent_bytes"}],"output":"bytes","types":[]}"""u8);
        using RustBytes inverted = Lifetimes.Invert([0, 255]);
        Console.Write($"{(export.Direct is null ? "JSON" : "direct")}, {Convert.ToHexString(inverted.Span)}");
    }
}
