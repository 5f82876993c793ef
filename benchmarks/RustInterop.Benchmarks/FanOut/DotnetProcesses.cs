using System.Diagnostics;

namespace RustInterop.Benchmarks.FanOut;

/// <summary>What .NET itself offers: Process in Parallel.ForEachAsync. It keeps as much output as we do.</summary>
internal sealed record DotnetProcesses() : Contestant(".NET's `Process` with `Parallel.ForEachAsync`")
{
    public override Task<Cost> RunAsync(Work work) =>
        Cost.InProcessAsync(() => work.ForEachHostAsync((host, limit) => RunAsync(work, host, limit)));

    private static async Task RunAsync(Work work, string host, CancellationToken limit)
    {
        ProcessStartInfo start = new("sh", ["-c", work.Action])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOST"] = host;
        start.Environment["JOB_ID"] = "1";
        start.Environment["ATTEMPT"] = "1";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = Beginning.ReadAsync(process.StandardOutput.BaseStream);
        Task<string> errors = Beginning.ReadAsync(process.StandardError.BaseStream);
        try
        {
            await process.WaitForExitAsync(limit).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }

        await Task.WhenAll(output, errors).ConfigureAwait(false);
        if (process.ExitCode != 0 && work.Timeout == 0)
        {
            throw new InvalidOperationException($"{host} exited with {process.ExitCode}.");
        }
    }
}
