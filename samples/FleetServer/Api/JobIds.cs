using Microsoft.AspNetCore.Http.Features;

namespace FleetServer.Api;

/// <summary>The ids of jobs in addresses.</summary>
internal static class JobIds
{
    private const string Parameter = "id";

    /// <summary>
    /// Decodes all of an id. Kestrel leaves <c>%2F</c> as it is, and does not tell it from what was <c>%252F</c>.
    /// </summary>
    public static void UseWholeJobIds(this WebApplication app) => app.Use(static (context, next) =>
    {
        string? target = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (context.Request.RouteValues.ContainsKey(Parameter) && target?.Split('?')[0].Split('/') is ["", "jobs", var id, ..])
        {
            context.Request.RouteValues[Parameter] = Uri.UnescapeDataString(id);
        }

        return next(context);
    });
}
