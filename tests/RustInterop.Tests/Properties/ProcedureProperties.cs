using CsCheck;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Properties;

/// <summary>Properties of every procedure that runs.</summary>
public sealed class ProcedureProperties
{
    private static readonly Gen<ProcedureInput> LocalInputs = Gen.Select(
        Gen.OneOf(Gen.Const(0), Gen.Int[0, 255]).List[0, 5], Gen.Int[0, 2], Gen.Int[1, 4], Gen.Int)
        .Select((codes, retries, concurrency, jobId) =>
            // Each host's name contains the exit code of its action.
            Inputs.Local("exit ${HOST#*-}") with
            {
                HostList = [.. codes.Select((code, number) => $"host{number}-{code}")],
                Retries = (byte)retries,
                Concurrency = concurrency,
                JobId = jobId,
                RetryDelay = TimeSpan.Zero,
            });

    [LinuxFact]
    public void StartProcedure_AnyLocalInput_ReturnsAConsistentOutput() => LocalInputs.Sample(input =>
    {
        ProcedureOutput output = Rust.StartProcedure(input);

        output.JobId.Should().Be(input.JobId);
        output.Result.Should().Be(ProcedureResult.Success);
        output.Hosts.Select(host => host.Host).Should().Equal(input.HostList);
        output.FailedHosts.Should().Equal(input.HostList.Where(host => CodeOf(host) != 0));
        output.Message.Should().Be($"{output.FailedHosts.Count} {(output.FailedHosts.Count == 1 ? "host" : "hosts")} failed");
        foreach (HostResult host in output.Hosts)
        {
            host.ExitCode.Should().Be(CodeOf(host.Host));
            host.Outcome.Should().Be(host.ExitCode == 0 ? HostOutcome.Succeeded : HostOutcome.Failed);
            host.Attempts.Should().Be(host.ExitCode == 0 ? 1 : input.Retries + 1);
        }
    });

    private static int CodeOf(string host) => int.Parse(host.Split('-')[1]);
}
