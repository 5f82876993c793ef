namespace RustInterop.Benchmarks.FanOut;

/// <summary>A way to run an action on many hosts.</summary>
/// <param name="Name">As it stands in the tables.</param>
internal abstract record Contestant(string Name)
{
    /// <summary>Why it cannot be had here; null where it can.</summary>
    public virtual string? Missing => null;

    /// <summary>Does the work.</summary>
    /// <exception cref="InvalidOperationException">It failed on hosts on which it should not have.</exception>
    public abstract Task<Cost> RunAsync(Work work);
}
