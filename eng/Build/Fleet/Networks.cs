using System.Globalization;
using RustInterop.Servers;

namespace RustInterop.Build.Fleet;

/// <summary>
/// A network namespace for each silo, and a bridge between them in one more. They belong to no name, so they are gone with the
/// processes in them.
/// </summary>
internal sealed class Networks : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Step _step;
    private readonly List<GuardedProcess> _holders = [];

    private Networks(Step step) => _step = step;

    public static async Task<Networks> CreateAsync(int silos, Step step)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new BuildException("only root can make the network namespaces of this case");
        }

        Networks networks = new(step);
        try
        {
            await networks.AddAsync();
            await networks.RunAsync(0, "ip", "link", "add", "bridge", "type", "bridge");
            await networks.RunAsync(0, "ip", "link", "set", "bridge", "up");
            for (int silo = 0; silo < silos; silo++)
            {
                await networks.AddSiloAsync(silo);
            }

            return networks;
        }
        catch
        {
            await networks.DisposeAsync();
            throw;
        }
    }

    public static string AddressOf(int silo) => string.Create(CultureInfo.InvariantCulture, $"10.0.0.{silo + 1}");

    /// <summary>What runs a command in the namespace of a silo.</summary>
    public IReadOnlyList<string> PrefixOf(int silo) => Prefix(silo + 1);

    /// <summary>Drops all packets between a silo and the others from now on, as an unplugged cable does.</summary>
    public Task CutAsync(int silo) => RunAsync(0, "ip", "link", "set", Link(silo), "down");

    /// <summary>Undoes it.</summary>
    public Task JoinAsync(int silo) => RunAsync(0, "ip", "link", "set", Link(silo), "up");

    public async ValueTask DisposeAsync()
    {
        foreach (GuardedProcess holder in _holders)
        {
            await holder.DisposeAsync();
        }
    }

    private static string Link(int silo) => $"silo{silo}";

    private async Task AddSiloAsync(int silo)
    {
        GuardedProcess holder = await AddAsync();
        string link = Link(silo);
        await RunAsync(0, "ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", $"{holder.Id}");
        await RunAsync(0, "ip", "link", "set", link, "master", "bridge", "up");
        await RunAsync(silo + 1, "ip", "address", "add", $"{AddressOf(silo)}/24", "dev", "eth0");
        await RunAsync(silo + 1, "ip", "link", "set", "eth0", "up");
        await RunAsync(silo + 1, "ip", "link", "set", "lo", "up");
    }

    // A namespace exists as long as a process is in it.
    private async Task<GuardedProcess> AddAsync()
    {
        GuardedProcess holder = GuardedProcess.Start(["unshare", "--net", "sh", "-c", "echo there; exec sleep infinity"], endSignal: "KILL");
        _holders.Add(holder);
        await holder.WaitForOutputAsync("there", Patience);
        return holder;
    }

    private Task RunAsync(int holder, params string[] command)
    {
        string[] all = [.. Prefix(holder), .. command];
        return new Tool(all[0], all[1..]).RunAsync(_step);
    }

    private string[] Prefix(int holder) => ["nsenter", $"--target={_holders[holder].Id}", "--net", "--"];
}
