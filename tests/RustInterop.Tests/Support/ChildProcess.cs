using System.Diagnostics;

namespace RustInterop.Tests.Support;

/// <summary>A process that ends with the test that started it, even if the test fails.</summary>
internal sealed class ChildProcess : Process
{
    private bool _isDisposed;

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            Kill();
            WaitForExit();
        }

        base.Dispose(disposing);
    }
}
