namespace RustInterop.Tests.Support;

/// <summary>A test of what Linux alone has, skipped elsewhere, and where the machine lacks a program that it needs.</summary>
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
    /// <summary>Why such a test cannot run here; null where it can.</summary>
    internal static string? Reason(string tool) =>
        !OperatingSystem.IsLinux() ? "it needs what Linux alone has"
        : Command.Find(tool) is null ? $"{tool} is not installed"
        : null;
}
