namespace RustInterop.Build;

/// <summary>A lock that every build of this machine respects. It is released when its process ends.</summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    /// <summary>Waits until no one else holds the lock.</summary>
    /// <param name="path">The lock's file. It is created, and stays.</param>
    /// <param name="onWait">Called once, after some time, with the path.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    /// <exception cref="IOException">The file cannot be created.</exception>
    public static FileLock Take(string path, Action<string> onWait, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        long begin = Environment.TickCount64;
        bool hasReported = false;
        while (true)
        {
            try
            {
                return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (File.Exists(path))
            {
                cancellation.ThrowIfCancellationRequested();
                if (!hasReported && Environment.TickCount64 - begin > s_patience.TotalMilliseconds)
                {
                    hasReported = true;
                    onWait(path);
                }

                cancellation.WaitHandle.WaitOne(s_pollInterval);
            }
        }
    }

    public void Dispose() => _stream.Dispose();
}
