using RustInterop.Tests.Support;

namespace RustInterop.Tests.Ssh;

/// <summary>
/// A test against a real sshd, skipped where there is none to be had; but not with <c>CI=true</c>, where a missing one
/// is a failure.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SshdFactAttribute : FactAttribute
{
    public SshdFactAttribute() => Skip = SshdMissing.Reason;
}

/// <inheritdoc cref="SshdFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SshdTheoryAttribute : TheoryAttribute
{
    public SshdTheoryAttribute() => Skip = SshdMissing.Reason;
}

internal static class SshdMissing
{
    private static readonly string[] Programs = ["ssh", "sshd", "ssh-keygen"];

    /// <summary>Why no test against a real sshd can run here; null where one can, or has to.</summary>
    internal static string? Reason { get; } = Find();

    private static string? Find()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "the sshd of the tests runs on Linux only";
        }

        string? missing = Programs.FirstOrDefault(program => Command.Find(program) is null);
        return missing is null || Environment.GetEnvironmentVariable("CI") == "true"
            ? null
            : $"{missing} is not installed (Debian: apt-get install openssh-server)";
    }
}
