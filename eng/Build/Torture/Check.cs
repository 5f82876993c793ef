namespace RustInterop.Build.Torture;

/// <summary>One check of the torture. What it finds, it throws as a <see cref="BuildException"/>.</summary>
internal abstract class Check(string name)
{
    public string Name => name;

    /// <summary>The Debian packages that hold its tools.</summary>
    public virtual IReadOnlyList<string> Packages => [];

    /// <summary>
    /// Its part of the time that is left when those are done which take as long as they take: they have none. In proportion to
    /// the others' shares.
    /// </summary>
    public virtual int Share => 0;

    /// <param name="step">It is cancelled where the check hangs.</param>
    /// <param name="time">What its share comes to; zero without one.</param>
    public abstract Task<IReadOnlyList<Figure>> RunAsync(Step step, TimeSpan time);
}
