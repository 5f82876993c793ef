using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LogAnalyser;

/// <summary>A large log in a temporary file, which is deleted afterwards. The same size gives the same log.</summary>
[SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "The same log each time.")]
internal sealed class RandomLog : IDisposable
{
    private const int RequestsPerSecond = 50;

    private static readonly DateTime _begin = new(2026, 11, 26, 0, 0, 0, DateTimeKind.Utc);
    private static readonly string[] _paths = ["/", "/login", "/search?q=rust", "/images/logo.png", "/api/orders/17", "/feed.xml"];
    private static readonly int[] _statuses = [200, 200, 200, 200, 200, 200, 301, 304, 404, 503];

    private readonly Random _random = new(Seed: 1);

    public string FilePath { get; } = Path.Combine(Path.GetTempPath(), $"log-analyser-{Guid.NewGuid():N}.log");

    public void Write(int megabytes, CancellationToken cancellation)
    {
        using StreamWriter writer = new(FilePath);
        for (int request = 0; writer.BaseStream.Position < megabytes * 1_000_000L; request++)
        {
            cancellation.ThrowIfCancellationRequested();
            DateTime time = _begin.AddSeconds(request / RequestsPerSecond);
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"192.0.{_random.Next(8)}.{_random.Next(256)} - - [{time:dd/MMM/yyyy:HH:mm:ss} +0000] "
                + $"\"GET {Any(_paths)} HTTP/1.1\" {Any(_statuses)} {_random.Next(100_000)} "
                + $"\"https://example.com{Any(_paths)}\" \"Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0\""));
        }
    }

    public void Dispose() => File.Delete(FilePath);

    private T Any<T>(T[] values) => values[_random.Next(values.Length)];
}
