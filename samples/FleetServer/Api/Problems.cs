using Microsoft.AspNetCore.Http.HttpResults;

namespace FleetServer.Api;

/// <summary>Errors as problem details.</summary>
internal static class Problems
{
    public static void AddProblems(this IServiceCollection services)
    {
        services.AddProblemDetails();
        // What callers did wrong is no exception, so one says that a silo or the store is away.
        services.Configure<ExceptionHandlerOptions>(static options =>
            options.StatusCodeSelector = static _ => StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Says what a caller did wrong, in the words of the library.</summary>
    public static async ValueTask<object?> ReportMistakesAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ArgumentException exception)
        {
            return Of(
                StatusCodes.Status400BadRequest,
                exception.Message.Replace($" (Parameter '{exception.ParamName}')", "", StringComparison.Ordinal));
        }
    }

    public static ProblemHttpResult Of(int status, string detail) => TypedResults.Problem(detail, statusCode: status);

    public static ProblemHttpResult NoJob(string id) => Of(StatusCodes.Status404NotFound, $"There is no job {id}.");

    public static Results<Ok<T>, ProblemHttpResult> OrNoJob<T>(string id, T? value)
        where T : class => value is null ? NoJob(id) : TypedResults.Ok(value);
}
