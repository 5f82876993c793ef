using Microsoft.Data.Sqlite;

namespace RustInterop.Orleans.Storage.Sqlite;

/// <summary>A file that one process uses at a time: one writer, and any number of readers.</summary>
/// <remarks>SQLite has no asynchronous calls, so all of it runs on the thread pool.</remarks>
internal sealed class SqliteFile(string path) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly string _connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        ForeignKeys = true,
        DefaultTimeout = 30,
    }.ToString();

    private FileStream? _lock;
    private SqliteConnection? _writer;

    /// <summary>Makes the file, which only this user can read, and its tables.</summary>
    /// <exception cref="InvalidOperationException">Another process uses it, or it is of a later version of this library.</exception>
    internal Task OpenAsync() => AloneAsync(() =>
    {
        if (_writer is not null)
        {
            return true;
        }

        _lock ??= Lock();
        CreatePrivate(path);
        SqliteConnection writer = new(_connectionString);
        try
        {
            writer.Open();
            SqliteSession session = new(writer);
            session.Run("pragma journal_mode = wal");
            // Each transaction survives a loss of power: hosts elsewhere may have run by then.
            session.Run("pragma synchronous = full");
            SqliteSchema.Upgrade(writer);
            _writer = writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }

        return true;
    });

    internal Task<T> WriteAsync<T>(Func<SqliteSession, T> change) => AloneAsync(() =>
    {
        using SqliteTransaction transaction = Opened().BeginTransaction(deferred: false);
        T result = change(new SqliteSession(_writer!, transaction));
        transaction.Commit();
        return result;
    });

    /// <summary>Reads, all statements from one state of the file.</summary>
    internal Task<T> ReadAsync<T>(Func<SqliteSession, T> read) => Task.Run(() =>
    {
        Opened();
        using SqliteConnection connection = new(_connectionString);
        connection.Open();
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        return read(new SqliteSession(connection, transaction));
    });

    public void Dispose()
    {
        _gate.Wait();
        if (_writer is not null)
        {
            _writer.Dispose();
            using SqliteConnection pooled = new(_connectionString);
            SqliteConnection.ClearPool(pooled);
        }

        _lock?.Dispose();
        _gate.Dispose();
    }

    private static void CreatePrivate(string file)
    {
        FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(file, options).Dispose();
    }

    // Two processes are two clusters, and each would take the other for dead.
    private FileStream Lock()
    {
        string file = path + ".lock";
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new InvalidOperationException($"{path} is used by another process: it has locked {file}.", exception);
        }
    }

    private SqliteConnection Opened() => _writer ?? throw new InvalidOperationException($"{path} is not open.");

    private async Task<T> AloneAsync<T>(Func<T> work)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            return await Task.Run(work).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }
}
