// Uses each part of the package once, and throws if a result is not as expected.

using System.Reflection;
using RustInterop;
using RustInterop.Fleet;

Rust.PrintString("Rust is here");

ProcedureInput input = new(
    Timeout: TimeSpan.FromSeconds(60), Retries: 0, HostList: ["quick", "quicker"], Action: "echo hello", JobId: 7)
{
    Transport = Transport.Local,
};
ProcedureOutput output = Rust.StartProcedure(input);
Check(output.Message == "0 hosts failed" && output.Hosts.All(host => host.Stdout.Trim() == "hello"), output);

using CancellationTokenSource cancel = new();
ProcedureInput endless = input with
{
    Action = OperatingSystem.IsWindows()
        ? "if not %HOST%==quick for /L %i in (1,0,2) do @rem"
        : "test $HOST = quick || exec sleep 600",
};
try
{
    output = await Rust.StartProcedureAsync(endless, new() { Progress = new CancelAfterFirst(cancel) }, cancel.Token);
    Check(false, output);
}
catch (ProcedureCanceledException exception)
{
    HostOutcome[] outcomes = [.. exception.Output.Hosts.Select(host => host.Outcome)];
    Check(outcomes is [HostOutcome.Succeeded, HostOutcome.Cancelled], exception.Output);
}

try
{
    output = Rust.StartProcedure(input with { HostList = ["-oProxyCommand=reboot"] });
    Check(false, output);
}
catch (RustException exception)
{
    Check(exception is { Kind: RustErrorKind.InvalidInput, Path: "host_list[0]" }, exception);
}

string version = typeof(Rust).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
Console.WriteLine($"RustInterop {version.Split('+')[0]} works");

static void Check(bool isAsExpected, object found)
{
    if (!isAsExpected)
    {
        throw new InvalidOperationException($"Not as expected: {found}");
    }
}

internal sealed class CancelAfterFirst(CancellationTokenSource cancel) : IProgress<ProcedureProgress>
{
    public void Report(ProcedureProgress value) => cancel.Cancel();
}
