namespace TextStats;

/// <summary>How far something is, in percent, on standard error; gone when it has ended.</summary>
internal sealed class ProgressLine : IProgress<CountProgress>, IDisposable
{
    private readonly string _name;
    private long _percent = -1;

    private ProgressLine(string name) => _name = name;

    /// <summary>A line on the terminal; null where standard error is none.</summary>
    public static ProgressLine? Begin(string name) => Console.IsErrorRedirected ? null : new ProgressLine(name);

    public void Report(CountProgress value)
    {
        // What is no file of its own, a pipe say, has no size.
        long percent = value.Total == 0 ? 0 : 100 * value.Read / value.Total;
        if (percent != _percent)
        {
            _percent = percent;
            Console.Error.Write($"\r{_name} {percent} %");
        }
    }

    public void Dispose() => Console.Error.Write($"\r{new string(' ', _name.Length + 6)}\r");
}
