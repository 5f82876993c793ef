using System.Text;
using Microsoft.Extensions.Logging;

namespace LogAnalyser;

/// <summary>The same in plain C#, with a string for each line.</summary>
internal sealed partial class PlainLog(ILogger<PlainLog> logger)
{
    private const int BufferSize = 128 * 1024;

    public IEnumerable<Minute> Minutes(string path, CancellationToken cancellation)
    {
        using FileStream file = File.OpenRead(path);
        using StreamReader reader = new(file, new UTF8Encoding(), detectEncodingFromByteOrderMarks: false, BufferSize);
        PlainMinute? minute = null;
        long tenths = 0;
        long lines = 0;
        long unreadable = 0;
        while (reader.ReadLine() is { } line)
        {
            cancellation.ThrowIfCancellationRequested();
            lines++;
            if (file.Length > 0 && 10 * file.Position / file.Length > tenths)
            {
                tenths = 10 * file.Position / file.Length;
                LogProgress(10 * tenths, path);
            }

            Minute? ended = null;
            if (!Entry.TryParse(line, out Entry entry))
            {
                unreadable++;
                LogUnreadable(lines);
            }
            else if (minute is null || !minute.Has(entry))
            {
                ended = minute?.Figures;
                minute = new PlainMinute(entry);
            }
            else
            {
                minute.Add(entry);
            }

            if (ended is not null)
            {
                yield return ended;
            }
        }

        if (minute is not null)
        {
            yield return minute.Figures;
        }

        LogEnd(lines, path, unreadable);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Percent} % of {Path}")]
    private partial void LogProgress(long percent, string path);

    [LoggerMessage(Level = LogLevel.Debug, Message = "line {Line} cannot be read")]
    private partial void LogUnreadable(long line);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Lines} lines of {Path}, {Unreadable} of them unreadable")]
    private partial void LogEnd(long lines, string path, long unreadable);

    private sealed class PlainMinute
    {
        private readonly string _time;
        private readonly HashSet<string> _visitors = [];
        private ulong _requests;
        private ulong _failures;
        private ulong _bytes;

        public PlainMinute(Entry first)
        {
            _time = first.Minute.ToString();
            Add(first);
        }

        public Minute Figures => new()
        {
            Time = _time,
            Requests = _requests,
            Failures = _failures,
            Bytes = _bytes,
            Visitors = (ulong)_visitors.Count,
        };

        public bool Has(Entry entry) => entry.Minute.SequenceEqual(_time);

        public void Add(Entry entry)
        {
            _requests++;
            _failures += entry.Status >= 500 ? 1UL : 0;
            _bytes += entry.Bytes;
            // Only a new address is copied.
            _visitors.GetAlternateLookup<ReadOnlySpan<char>>().Add(entry.Visitor);
        }
    }
}
