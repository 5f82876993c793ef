using RustInterop.Build.Crates;

namespace RustInterop.Build.Fleet;

/// <summary>samples/FleetServer with what it needs.</summary>
internal static class FleetServerProgram
{
    /// <summary>Installs the servers that are missing, and builds it.</summary>
    public static async Task BuildAsync(CancellationToken cancellation)
    {
        await Step.RunAsync("prerequisites", Prerequisites.CheckCompilersAsync, cancellation);
        await Step.RunAsync("servers", DatabaseServers.RequireAsync, cancellation);
        await CrateSource.FetchAsync(cancellation);
        await Step.RunAsync("restore", Dotnet.Restore(Repository.FleetServerProject).RunAsync, cancellation);
        await Step.RunAsync("build", Dotnet.Build(Repository.FleetServerProject).RunAsync, cancellation);
    }
}
