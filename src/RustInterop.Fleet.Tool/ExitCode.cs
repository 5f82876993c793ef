namespace RustInterop.Fleet.Tool;

/// <summary>The exit codes of the program.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>Not all hosts succeeded.</summary>
    public const int Failure = 1;

    /// <summary>Nothing was run, because the input is not usable.</summary>
    public const int BadInput = 2;

    /// <summary>Not all of the result is known, or could be shown.</summary>
    public const int Incomplete = 3;

    /// <summary>What a shell reports for a program that Ctrl-C has ended.</summary>
    public const int Cancelled = 130;

    public static int Of(ProcedureOutput output)
    {
        if (output.Result == ProcedureResult.Cancelled)
        {
            return Cancelled;
        }

        return output.Hosts.All(host => host.Outcome == HostOutcome.Succeeded) ? Success : Failure;
    }

    /// <summary>The exit code of a run that would have ended with another one, if not all of its result could be shown.</summary>
    public static int WithLoss(int exitCode) => exitCode is Success or Failure ? Incomplete : exitCode;
}
