namespace RustInterop.Tests.Child;

/// <summary>Runs what is posted at once, so that a <see cref="Progress{T}"/> reports in order and before the end.</summary>
internal sealed class InlineContext : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => d(state);
}
