using StackExchange.Redis;

namespace RustInterop.Orleans.Storage.Redis;

/// <summary>A Lua script, which Redis runs as a whole, and with nothing else in between.</summary>
/// <param name="name">The name of the embedded file, without its end.</param>
internal sealed class RedisScript(string name)
{
    // In braces, so that all keys are on one node of a Redis Cluster.
    private static readonly RedisKey[] s_prefix = ["{rust_interop_fleet}:"];
    private static readonly string s_common = Read("common");

    private readonly string _text = s_common + Read(name);

    internal Task<RedisResult> RunAsync(IDatabaseAsync database, params RedisValue[] arguments) =>
        database.ScriptEvaluateAsync(_text, s_prefix, arguments, CommandFlags.DemandMaster);

    private static string Read(string name)
    {
        using StreamReader reader = new(typeof(RedisScript).Assembly.GetManifestResourceStream($"{name}.lua")!);
        return reader.ReadToEnd();
    }
}
