namespace RustInterop.Tests.Support;

/// <summary>A test of what Linux alone has, skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "it needs what Linux alone has";
        }
    }
}
