namespace RustInterop.Tests.Support;

/// <summary>A test that needs Linux, and optionally a program. It is skipped if either is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute(string tool = "sh")
    {
        Tool = tool;
        Skip = LinuxMissing.Reason(tool);
    }

    public string Tool { get; }
}

/// <inheritdoc cref="LinuxFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute(string tool = "sh")
    {
        Tool = tool;
        Skip = LinuxMissing.Reason(tool);
    }

    public string Tool { get; }
}

internal static class LinuxMissing
{
    /// <summary>Why such a test cannot run here; null if it can.</summary>
    internal static string? Reason(string tool) =>
        !OperatingSystem.IsLinux() ? "needs Linux"
        : Command.Find(tool) is null ? $"{tool} is not installed"
        : null;
}
