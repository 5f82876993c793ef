using RustInterop.Build;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Build;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LockFile => _folder.PathOf("a/b/lock");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Take_Held_WaitsUntilItIsReleased()
    {
        FileLock first = FileLock.Take(LockFile, _ => { }, CancellationToken.None);
        TaskCompletionSource waits = new();
        Task<FileLock> second = Task.Run(() => FileLock.Take(LockFile, _ => waits.SetResult(), CancellationToken.None));

        await waits.Task;
        second.IsCompleted.Should().BeFalse();
        first.Dispose();

        (await second).Dispose();
    }

    [Fact]
    public async Task Take_CancelledWhileItWaits_Ends()
    {
        using FileLock held = FileLock.Take(LockFile, _ => { }, CancellationToken.None);
        using CancellationTokenSource cancellation = new();
        Task<FileLock> second = Task.Run(() => FileLock.Take(LockFile, _ => { }, cancellation.Token));

        await cancellation.CancelAsync();

        await second.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }
}
