using System.Text.Json;
using RustInterop.Fleet;
using RustInterop.Orleans.Storage;

namespace RustInterop.Orleans.Runner;

/// <summary>The inputs of the jobs that were used last, so that not every batch reads all of its job's. Thread-safe.</summary>
internal sealed class JobInputs(IFleetStore store)
{
    // Of their JSON. Lanes take batches of all jobs in turn, so those of many jobs at a time are needed again and again.
    private const long MostBytes = 32 << 20;

    // The one that was used last is the last.
    private readonly List<(long JobId, ProcedureInput Input, int Bytes)> _last = [];

    /// <exception cref="InvalidOperationException">The job is not there any more.</exception>
    internal async Task<ProcedureInput> ReadAsync(BatchClaim claim)
    {
        lock (_last)
        {
            if (_last.FindIndex(one => one.JobId == claim.JobId) is var place and >= 0)
            {
                (long, ProcedureInput Input, int) known = _last[place];
                _last.RemoveAt(place);
                _last.Add(known);
                return known.Input;
            }
        }

        byte[] json = await store.FindInputAsync(claim.JobId).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"the job {claim.Job} was deleted");
        ProcedureInput input = JsonSerializer.Deserialize(json, ProcedureJson.Input)!;
        lock (_last)
        {
            // Another lane may have read it, too.
            _last.RemoveAll(one => one.JobId == claim.JobId);
            _last.Add((claim.JobId, input, json.Length));
            for (long bytes = _last.Sum(one => (long)one.Bytes); bytes > MostBytes && _last.Count > 1; _last.RemoveAt(0))
            {
                bytes -= _last[0].Bytes;
            }
        }

        return input;
    }

    /// <summary>What remains of a batch, as an input of its own.</summary>
    /// <param name="job">The input of the job.</param>
    /// <param name="indexes">The indexes of the hosts that remain.</param>
    /// <param name="blockSize">How many hosts are granted at a time, unless the job says it.</param>
    /// <param name="blockLifetime">How long a grant holds.</param>
    internal static ProcedureInput Part(ProcedureInput job, IReadOnlyList<int> indexes, int blockSize, TimeSpan blockLifetime)
    {
        string[] hosts = [.. indexes.Select(index => job.HostList[index])];
        return job with
        {
            HostList = hosts,
            HostVariables = Part(job.HostVariables, hosts),
            HostInputs = Part(job.HostInputs, hosts),
            BlockSize = job.BlockSize > 0 ? job.BlockSize : blockSize,
            BlockLifetime = blockLifetime,
            DropReportedOutput = true,
        };
    }

    private static IReadOnlyDictionary<string, T> Part<T>(IReadOnlyDictionary<string, T> all, string[] hosts) =>
        all.Count == 0 ? all : hosts.Where(all.ContainsKey).ToDictionary(host => host, host => all[host]);
}
