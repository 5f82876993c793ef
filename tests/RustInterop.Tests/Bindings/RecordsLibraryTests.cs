namespace RustInterop.Tests.Bindings;

/// <summary>Tests of the library of tests/crates/records. They run one after another: each checks that it leaves nothing there.</summary>
[Collection("the library of tests/crates/records")]
public abstract class RecordsLibraryTests : IDisposable
{
    /// <summary>The library, without the generated C#.</summary>
    internal static RustLibrary Library { get; } = RustLibrary.Load("records");

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        // A call that was given up may still be on its way to its end.
        SpinWait.SpinUntil(() => (Library.LiveHandles(), Library.LiveStrings()) == (0, 0), TimeSpan.FromSeconds(30));
        (Library.LiveHandles(), Library.LiveStrings()).Should().Be((0, 0), "nothing of a call is left");
    }
}
