namespace RustInterop.Benchmarks.FanOut;

/// <summary>A way to run an action on many hosts.</summary>
/// <param name="Name">The name in the tables.</param>
internal abstract record Contestant(string Name)
{
    /// <summary>Why it is not available here; null if it is.</summary>
    public virtual string? Missing => null;

    /// <summary>Does the work.</summary>
    /// <exception cref="InvalidOperationException">It failed on a host where it should have succeeded.</exception>
    public abstract Task<Cost> RunAsync(Work work);
}
