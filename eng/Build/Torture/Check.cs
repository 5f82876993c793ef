namespace RustInterop.Build.Torture;

/// <summary>One check of the torture. What it finds, it throws as a <see cref="BuildException"/>.</summary>
internal abstract class Check(string name)
{
    public string Name => name;

    /// <summary>The Debian packages that hold its tools.</summary>
    public virtual IReadOnlyList<string> Packages => [];

    /// <summary>What it takes where nothing is built yet, of a check that takes as long as it takes.</summary>
    public virtual TimeSpan Cost => TimeSpan.Zero;

    /// <summary>Of one that takes the time it is given: its part of it, in proportion to the others'; else 0.</summary>
    public virtual int Share => 0;

    /// <param name="step">It is cancelled where the check hangs.</param>
    /// <param name="time">What its share comes to, builds included; zero without one.</param>
    public abstract Task<IReadOnlyList<Figure>> RunAsync(Step step, TimeSpan time);
}
