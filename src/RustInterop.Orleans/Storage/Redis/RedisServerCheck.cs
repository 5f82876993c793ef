using StackExchange.Redis;

namespace RustInterop.Orleans.Storage.Redis;

/// <summary>Whether a Redis keeps what was written.</summary>
internal static class RedisServerCheck
{
    /// <returns>Whether each write is on the disk when it returns.</returns>
    /// <exception cref="InvalidOperationException">It loses jobs when it starts again, or when its memory is full.</exception>
    internal static async Task<bool> IsDurableAsync(IDatabaseAsync database)
    {
        if (await InfoAsync(database, "persistence", "aof_enabled").ConfigureAwait(false) == "0")
        {
            throw new InvalidOperationException("Redis loses jobs when it starts again: set appendonly to yes.");
        }

        string? policy = await InfoAsync(database, "memory", "maxmemory_policy").ConfigureAwait(false);
        if (policy?.StartsWith("allkeys", StringComparison.Ordinal) == true)
        {
            throw new InvalidOperationException($"Redis loses jobs when its memory is full: maxmemory-policy is {policy}, not noeviction.");
        }

        try
        {
            RedisResult setting = await database.ExecuteAsync("CONFIG", ["GET", "appendfsync"], CommandFlags.DemandMaster).ConfigureAwait(false);
            return setting.Length == 2 && (string?)setting[1] == "always";
        }
        catch (RedisServerException)
        {
            // Not all users may ask.
            return false;
        }
    }

    private static async Task<string?> InfoAsync(IDatabaseAsync database, string section, string name)
    {
        string info = (string?)await database.ExecuteAsync("INFO", [section], CommandFlags.DemandMaster).ConfigureAwait(false) ?? "";
        return info.Split('\n')
            .Where(line => line.StartsWith($"{name}:", StringComparison.Ordinal))
            .Select(line => line[(name.Length + 1)..].Trim())
            .FirstOrDefault();
    }
}
