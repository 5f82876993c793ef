namespace RustInterop.Orleans.Tests.Support;

/// <summary>Looks before each grant whether its hosts have begun already.</summary>
internal sealed class GrantCheck
{
    private readonly HashSet<int> _granted = [];
    private readonly List<int> _begunTooEarly = [];

    internal GrantCheck(TestStore store, ActionLog log)
    {
        store.Granting = hosts =>
        {
            lock (_granted)
            {
                HashSet<string> begun = [.. log.Begun];
                _begunTooEarly.AddRange(hosts.Where(host => !_granted.Contains(host) && begun.Contains($"host{host}")));
            }
        };
        store.Granted = hosts =>
        {
            lock (_granted)
            {
                _granted.UnionWith(hosts);
            }
        };
    }

    internal IReadOnlyList<int> BegunTooEarly => _begunTooEarly;
}
