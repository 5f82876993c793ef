namespace RustInterop.Tests.Support;

/// <summary>Hosts of the local transport whose action ends when a test says so.</summary>
internal sealed class GatedHosts : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private GatedHosts()
    {
    }

    /// <summary>An action that waits for <see cref="EndAsync"/>.</summary>
    public string Action => $": >'{_folder.FullName}'/begun-$$; read code <'{_folder.FullName}'/$HOST; exit $code";

    public static async Task<GatedHosts> CreateAsync(params string[] names)
    {
        GatedHosts hosts = new();
        await Command.OutputOfAsync("mkfifo", [.. names.Select(hosts._folder.PathOf)]);
        return hosts;
    }

    /// <summary>
    /// Waits until the actions of so many hosts have begun. A program that is just being started is still in the process group of its
    /// starter, which gets the signals of a terminal.
    /// </summary>
    public Task HaveBegunAsync(int count) => Marker.WaitUntilAsync(
        () => Directory.GetFiles(_folder.FullName, "begun-*").Length >= count, $"{count} actions have begun");

    /// <summary>Ends the attempt on a host, once it has begun.</summary>
    public Task EndAsync(string host, int exitCode = 0) => File.WriteAllTextAsync(_folder.PathOf(host), $"{exitCode}\n");

    public void Dispose() => _folder.Dispose();
}
