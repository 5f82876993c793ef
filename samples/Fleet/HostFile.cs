namespace Fleet;

/// <summary>Reads a list of hosts: one a line, blank lines and what follows a <c>#</c> skipped.</summary>
internal static class HostFile
{
    private const string StandardInput = "-";

    public static async Task<IReadOnlyList<string>> ReadAsync(string path, CancellationToken cancellation)
    {
        using TextReader reader = path == StandardInput ? Console.In : new StreamReader(path);
        List<string> hosts = [];
        while (await reader.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            string host = line.Split('#')[0].Trim();
            if (host.Length > 0)
            {
                hosts.Add(host);
            }
        }

        return hosts;
    }
}
