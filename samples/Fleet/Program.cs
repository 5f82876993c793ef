// Runs an action on many hosts, with progress, Ctrl-C and a table of the hosts that failed. See README.md.

using Fleet;
using RustInterop;
using RustInterop.Fleet;

bool isLocal = args is ["--local", ..];
if (args[(isLocal ? 1 : 0)..] is not [string hosts, string action])
{
    await Console.Error.WriteLineAsync("Usage: FleetSample [--local] HOST,HOST... ACTION").ConfigureAwait(false);
    return 2;
}

using CancellationTokenSource cancellation = new();
Console.CancelKeyPress += (_, press) =>
{
    // The second Ctrl-C ends the program, as it would without this handler.
    press.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
};

ProcedureInput input = new(
    Timeout: TimeSpan.FromSeconds(30), Retries: 1, HostList: hosts.Split(','), Action: action, JobId: 1)
{
    Transport = isLocal ? Transport.Local : Transport.Ssh,
};

try
{
    ProcedureOutput output = await Rust.StartProcedureAsync(input, new() { Progress = new ProgressLines() }, cancellation.Token).ConfigureAwait(false);
    FailureTable.Write(output);
    return output.FailedHosts.Count == 0 ? 0 : 1;
}
catch (ProcedureCanceledException exception)
{
    // The hosts that had ended by then keep their results.
    FailureTable.Write(exception.Output);
    return 130;
}
catch (RustException exception)
{
    // A host name that is not allowed, say.
    await Console.Error.WriteLineAsync(exception.Message).ConfigureAwait(false);
    return 2;
}
