using RustInterop;

namespace Fleet;

/// <summary>What the program ends with.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>Not all hosts succeeded, or the input is bad.</summary>
    public const int Failure = 1;

    /// <summary>As a shell reports a program that Ctrl-C has ended.</summary>
    public const int Cancelled = 130;

    public static int Of(ProcedureOutput output)
    {
        if (output.Result == ProcedureResult.Cancelled)
        {
            return Cancelled;
        }

        return output.Hosts.All(host => host.Outcome == HostOutcome.Succeeded) ? Success : Failure;
    }
}
