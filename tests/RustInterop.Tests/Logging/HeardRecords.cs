using System.Collections.Concurrent;

namespace RustInterop.Tests.Logging;

/// <summary>Listens to what <see cref="Talker"/> logs to one target. Other tests talk at the same time.</summary>
internal sealed class HeardRecords : IDisposable
{
    private readonly ConcurrentQueue<RustLogRecord> _records = new();
    private readonly RustLogListener _listener;

    internal HeardRecords(string target, RustLogLevel level = RustLogLevel.Info) =>
        _listener = Talker.Library.ListenToLog(level, record =>
        {
            if (record.Target == target)
            {
                _records.Enqueue(record);
            }
        });

    internal IReadOnlyList<RustLogRecord> Records => [.. _records];

    internal RustLogRecord Only => _records.Should().ContainSingle().Subject;

    internal IEnumerable<string> Messages => _records.Select(record => record.Message);

    public void Dispose() => _listener.Dispose();
}
