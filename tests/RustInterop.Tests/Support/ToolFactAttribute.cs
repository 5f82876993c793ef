namespace RustInterop.Tests.Support;

/// <summary>A test that needs a program. It is skipped if the program is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(string tool)
    {
        Tool = tool;
        if (Command.Find(tool) is null)
        {
            Skip = $"{tool} is not installed";
        }
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
        if (Command.Find(tool) is null)
        {
            Skip = $"{tool} is not installed";
        }
    }

    public string Tool { get; }
}
