using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FleetServer.Api;

/// <summary>Jobs over HTTP. No answer has the input of a job but for its hosts: the rest may be secret.</summary>
internal static class JobEndpoints
{
    private const int DefaultJobs = 100;
    private const int MostJobs = 1000;

    public static void MapJobs(this WebApplication app)
    {
        RouteGroupBuilder jobs = app.MapGroup("/jobs").WithTags("Jobs").ProducesProblem(StatusCodes.Status401Unauthorized)
            .AddEndpointFilter(Problems.ReportMistakesAsync);
        jobs.MapGet("", ListAsync).WithSummary("Lists the jobs, the latest first.");
        jobs.MapPut("{id}", StartAsync).Accepts<object>("application/json")
            .WithSummary("Starts a job.")
            .WithDescription("The body is an input of start_procedure. A call with the same id and the same input starts nothing again.");
        jobs.MapGet("{id}", GetStatusAsync).WithSummary("Says how far a job is.");
        jobs.MapDelete("{id}", DeleteAsync).WithSummary("Deletes a job that has ended.");
        jobs.MapPost("{id}/cancel", CancelAsync).WithSummary("Cancels a job.");
        jobs.MapGet("{id}/hosts", GetHostsAsync).WithSummary("Lists the hosts of a job, in the order of its input.");
        jobs.MapGet("{id}/results/{number:long:min(1)}", GetResultAsync).WithSummary("Reads one result, by its number in the events.");
        jobs.MapGet("{id}/events", WatchAsync)
            .WithSummary("Reads the results as they come, up to the end of the job.")
            .WithDescription(
                "Server-sent events. The id of an event is how many results the job had up to it: with Last-Event-ID, the events "
                + "after it follow. With output=false, the results come without what the actions wrote.");
    }

    private static async Task<IReadOnlyList<FleetJobStatus>> ListAsync(
        IGrainFactory client, CancellationToken cancellation, int limit = DefaultJobs) =>
        await client.ListFleetJobsAsync(cancellation).Take(Math.Clamp(limit, 0, MostJobs)).ToListAsync(cancellation);

    private static async Task<Results<Ok<FleetJobStatus>, ProblemHttpResult>> StartAsync(
        string id, HttpRequest request, IGrainFactory client, CancellationToken cancellation)
    {
        try
        {
            FleetJob job = client.GetFleetJob(id);
            ProcedureInput? input = await JsonSerializer.DeserializeAsync(request.Body, ProcedureJson.Input, cancellation);
            return TypedResults.Ok(await job.StartAsync(input!, cancellation));
        }
        catch (FleetJobConflictException exception)
        {
            return Problems.Of(StatusCodes.Status409Conflict, exception.Message);
        }
        catch (BadHttpRequestException exception)
        {
            return Problems.Of(exception.StatusCode, exception.Message);
        }
        catch (JsonException exception)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, exception.Message);
        }
    }

    private static async Task<Results<Ok<FleetJobStatus>, ProblemHttpResult>> GetStatusAsync(
        string id, IGrainFactory client, CancellationToken cancellation) =>
        Problems.OrNoJob(id, await client.GetFleetJob(id).GetStatusAsync(cancellation));

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string id, IGrainFactory client, CancellationToken cancellation) =>
        await client.GetFleetJob(id).DeleteAsync(cancellation)
            ? TypedResults.NoContent()
            : Problems.Of(StatusCodes.Status409Conflict, $"The job {id} has not ended.");

    private static async Task<Results<Ok<FleetJobStatus>, ProblemHttpResult>> CancelAsync(
        string id, IGrainFactory client, CancellationToken cancellation) =>
        Problems.OrNoJob(id, await client.GetFleetJob(id).CancelAsync(cancellation));

    private static async Task<Results<Ok<IReadOnlyList<string>>, ProblemHttpResult>> GetHostsAsync(
        string id, IGrainFactory client, CancellationToken cancellation) =>
        Problems.OrNoJob(id, await client.GetFleetJob(id).GetHostsAsync(cancellation));

    private static async Task<Results<Ok<HostResult>, ProblemHttpResult>> GetResultAsync(
        string id, long number, IGrainFactory client, CancellationToken cancellation) =>
        await client.GetFleetJob(id).GetResultAsync(number, cancellation) is { } result
            ? TypedResults.Ok(result)
            : Problems.Of(StatusCodes.Status404NotFound, $"There is no job {id} with {number} results.");

    private static async Task<Results<ServerSentEventsResult<FleetJobUpdate>, ProblemHttpResult>> WatchAsync(
        string id, IGrainFactory client, IHostApplicationLifetime lifetime, HttpResponse response, CancellationToken cancellation,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId = null, bool output = true)
    {
        long cursor = 0;
        if (lastEventId is not null && (!long.TryParse(lastEventId, out cursor) || cursor < 0))
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "Last-Event-ID is not the id of an event.");
        }

        // nginx would keep events until it has some kilobytes of them.
        response.Headers["X-Accel-Buffering"] = "no";
        FleetJob job = client.GetFleetJob(id);
        return await job.GetStatusAsync(cancellation) is null
            ? Problems.NoJob(id)
            : TypedResults.ServerSentEvents(JobEvents.ReadAsync(job, cursor, output, lifetime.ApplicationStopping, cancellation));
    }
}
