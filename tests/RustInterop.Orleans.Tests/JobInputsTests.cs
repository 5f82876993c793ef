using System.Text.Json;
using RustInterop.Orleans.Runner;
using RustInterop.Orleans.Storage;
using RustInterop.Orleans.Storage.Sqlite;
using RustInterop.Tests.Support;

namespace RustInterop.Orleans.Tests;

public sealed class JobInputsTests
{
    [Fact]
    public async Task ReadAsync_ManyJobsInTurn_ReadsEachOnce()
    {
        using TemporaryFolder folder = new();
        using SqliteFleetStore store = new(folder.PathOf("fleet.db"), TimeProvider.System);
        await store.OpenAsync();
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new ProcedureInput(TimeSpan.Zero, 0, [], "true", 1), ProcedureJson.Input);
        List<BatchClaim> claims = [];
        for (int number = 0; number < 20; number++)
        {
            StoredJob job = await store.CreateJobAsync(new($"job{number}", json, 0, BatchSize: 1));
            claims.Add(new(Guid.NewGuid(), job.Id, $"job{number}", FleetJobState.Running, 0, [], 0));
        }

        JobInputs inputs = new(store);
        foreach (BatchClaim claim in claims)
        {
            await inputs.ReadAsync(claim);
            // It cannot be read any more.
            await store.DeleteJobAsync(claim.Job);
        }

        foreach (BatchClaim claim in claims)
        {
            (await inputs.ReadAsync(claim)).Action.Should().Be("true");
        }
    }
}
