using RustInterop.Servers;

namespace RustInterop.Build;

/// <summary>PostgreSQL and Redis, which tests start on ports of their own.</summary>
internal static class DatabaseServers
{
    /// <inheritdoc cref="EnsureAsync" path="/summary"/>
    /// <exception cref="BuildException">They cannot be installed.</exception>
    public static async Task RequireAsync(Step step)
    {
        if (await EnsureAsync(step) is string reason)
        {
            throw new BuildException(reason);
        }
    }

    /// <summary>Installs those that are missing. Only root can, on Debian.</summary>
    /// <returns>Why what needs them cannot run; null if they are there.</returns>
    public static async Task<string?> EnsureAsync(Step step)
    {
        (bool IsThere, string Package, string Service)[] servers =
        [
            (PostgreSqlServer.IsInstalled, "postgresql", "postgresql.service"),
            (RedisServer.IsInstalled, "redis-server", "redis-server.service"),
        ];
        string[] missing = [.. servers.Where(server => !server.IsThere).Select(server => server.Package)];
        if (missing.Length == 0)
        {
            return null;
        }

        if (!Debian.IsThis || !Environment.IsPrivilegedProcess)
        {
            return $"{string.Join(" and ", missing)} of Debian are missing; run as root: apt-get install {string.Join(' ', missing)}";
        }

        try
        {
            foreach ((bool _, string package, string service) in servers.Where(server => !server.IsThere))
            {
                await new DebianService(package, service).InstallAsync(step);
            }
        }
        catch (BuildException exception)
        {
            return exception.Message;
        }

        return null;
    }
}
