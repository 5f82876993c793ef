namespace RustInterop.Build.Torture;

/// <summary>One check of the torture. It throws what it finds as a <see cref="BuildException"/>.</summary>
internal abstract class Check(string name)
{
    protected const string Clang = "clang-19";

    /// <summary>The Debian package of the sanitizers' runtimes.</summary>
    protected const string Runtimes = "libclang-rt-19-dev";

    protected const string Triple = "x86_64-unknown-linux-gnu";

    public string Name => name;

    /// <summary>The Debian packages of its tools.</summary>
    public virtual IReadOnlyList<string> Packages => [];

    /// <summary>How long it takes if nothing is built yet; zero for a check with a <see cref="Share"/>.</summary>
    public virtual TimeSpan Cost => TimeSpan.Zero;

    /// <summary>For a check that runs as long as it may: its share of the time that is left. Otherwise 0.</summary>
    public virtual int Share => 0;

    /// <param name="step">The current step. It is cancelled if the check hangs.</param>
    /// <param name="time">The time for its share, builds included; zero without one.</param>
    public abstract Task<IReadOnlyList<Figure>> RunAsync(Step step, TimeSpan time);
}

/// <summary>A number that a check reports, and what it counts.</summary>
internal sealed record Figure(string Name, string Value)
{
    public override string ToString() => $"{Value} {Name}";
}

/// <summary>
/// A memory fault that a test commits on purpose, in tests/crates/equipment or tests/RustInterop.Tests/Torture, to show that
/// a tool finds it.
/// </summary>
/// <param name="Name">The test's name.</param>
/// <param name="Report">What a tool that sees the fault prints.</param>
internal sealed record PlantedFault(string Name, string Report)
{
    /// <summary>The figure of a check that has seen all of its faults.</summary>
    public static Figure Seen(IReadOnlyList<PlantedFault> faults) =>
        new($"planted faults seen ({string.Join(", ", faults.Select(fault => fault.Name))})", $"{faults.Count} of {faults.Count}");

    /// <summary>Runs the test under the tool, which has to end it and say why.</summary>
    /// <exception cref="BuildException">The tool did not see the fault.</exception>
    public async Task ExpectReportAsync(Step step, Tool test)
    {
        bool isSeen = false;
        // The test is meant to fail, so its output does not belong to a failure of the step.
        int exitCode = await test.TryRunAsync(step, line =>
        {
            step.LogProgress(line);
            isSeen |= line.Contains(Report, StringComparison.Ordinal);
        });
        if (exitCode == 0 || !isSeen)
        {
            throw new BuildException($"{Name} was planted, but the tool did not say: {Report} (exit code {exitCode})");
        }
    }
}
