namespace TextStats;

/// <summary>Shows progress in percent on standard error, and removes it at the end.</summary>
internal sealed class ProgressLine : IProgress<CountProgress>, IDisposable
{
    private readonly string _name;
    private ulong? _percent;

    private ProgressLine(string name) => _name = name;

    /// <summary>Starts a line on the terminal. Returns null if standard error is not a terminal.</summary>
    public static ProgressLine? Begin(string name) => Console.IsErrorRedirected ? null : new ProgressLine(name);

    public void Report(CountProgress value)
    {
        // A pipe, for example, has no size.
        ulong percent = value.Total == 0 ? 0 : 100 * value.Read / value.Total;
        if (percent != _percent)
        {
            _percent = percent;
            Console.Error.Write($"\r{_name} {percent} %");
        }
    }

    public void Dispose() => Console.Error.Write($"\r{new string(' ', _name.Length + 6)}\r");
}
