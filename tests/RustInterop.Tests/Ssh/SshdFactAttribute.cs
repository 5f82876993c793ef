using RustInterop.Tests.Support;

namespace RustInterop.Tests.Ssh;

/// <summary>
/// A test with a real sshd. It is skipped if there is none, except with <c>CI=true</c>, where it fails instead.
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

    /// <summary>Why no test with a real sshd can run here; null if it can, or must.</summary>
    internal static string? Reason { get; } = Find();

    private static string? Find()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "needs Linux for its sshd";
        }

        string? missing = Programs.FirstOrDefault(program => Command.Find(program) is null);
        return missing is null || Environment.GetEnvironmentVariable("CI") == "true"
            ? null
            : $"{missing} is not installed (Debian: apt-get install openssh-server)";
    }
}
