namespace RustInterop.Crossing;

/// <summary>Takes the reports of one call, and stops the call when its handler fails.</summary>
internal abstract class ProgressReporter : IDisposable
{
    /// <summary>Cancelled when the call is to end: by the caller, or since the handler failed.</summary>
    internal abstract CancellationToken Stop { get; }

    /// <summary>Takes a report. Runs on a thread of Rust's, never twice at once, and never throws.</summary>
    /// <param name="json">NUL-terminated UTF-8, Rust's, until this returns.</param>
    internal abstract unsafe void Report(byte* json);

    /// <exception cref="Exception">
    /// Whatever the handler threw, unless that was an <see cref="OperationCanceledException"/> and the caller had cancelled.
    /// </exception>
    internal abstract void ThrowIfFailed();

    public abstract void Dispose();
}
