using System.Text.Json;

namespace RustInterop.Fleet.Tool;

/// <summary>Says what a run would do, and refuses what it would refuse.</summary>
internal static class DryRun
{
    private const string ActionPath = "action";

    /// <summary>Lists the hosts, or with <paramref name="json"/> prints the input, and returns the exit code.</summary>
    /// <exception cref="RustException">A run would refuse the input.</exception>
    public static async Task<int> RunAsync(ProcedureInput input, HostList hosts, bool json)
    {
        await CheckAsync(input).ConfigureAwait(false);
        if (json)
        {
            JsonSerializer.Serialize(StandardStreams.Output, WithoutSecrets(input), ProcedureJson.Input);
            StandardStreams.Output.Write("\n"u8);
            return ExitCode.Success;
        }

        await Console.Out.WriteAsync(string.Concat(input.HostList.Select(host => $"{Printable.Line(hosts.Name(host))}\n"))).ConfigureAwait(false);
        string count = input.HostList.Count == 1 ? "1 host" : $"{input.HostList.Count} hosts";
        string[] gifts = [.. input.Variables.Keys, .. input.Input is null ? [] : new[] { $"{input.Input} of input" }];
        string gets = gifts.Length == 0 ? "" : $", with {string.Join(", ", gifts)}";
        string batches = input.Batches.Count == 0 ? "" : $", in batches of {string.Join(',', input.Batches)}";
        string how = input.Transport == Transport.Local ? "on this machine" : input.Sudo ? "through ssh, as root" : "through ssh";
        StandardStreams.Say(
            $"Nothing was run. It would be, for {count}, {input.Concurrency} at a time{batches}, {how}{gets}: {Printable.Text(input.Action)}");
        return ExitCode.Success;
    }

    // The values, the input and the password may be secrets, and a person reads this.
    private static ProcedureInput WithoutSecrets(ProcedureInput input) => input with
    {
        Variables = input.Variables.ToDictionary(variable => variable.Key, _ => ""),
        Input = null,
        SudoPassword = null,
    };

    /// <summary>
    /// Has the library check the input. It has no call that only checks; but it runs nothing on an empty list of hosts, and nothing
    /// if the action is blank. So the hosts are checked with a blank action, and everything else without hosts.
    /// </summary>
    private static async Task CheckAsync(ProcedureInput input)
    {
        try
        {
            await Rust.StartProcedureAsync(input with { Action = "" }).ConfigureAwait(false);
        }
        catch (RustException exception) when (exception.Path == ActionPath)
        {
            // The hosts come before the action, so they are in order.
        }

        await Rust.StartProcedureAsync(input with { HostList = [] }).ConfigureAwait(false);
    }
}
