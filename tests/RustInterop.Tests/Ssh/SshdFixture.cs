using RustInterop.Tests.Support;
using System.Runtime.Versioning;

namespace RustInterop.Tests.Ssh;

/// <summary>An <see cref="Sshd"/> for the tests of one class, made when the first of them asks for it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SshdFixture : IAsyncLifetime
{
    private readonly Lazy<Task<Sshd>> _sshd = new(Sshd.CreateAsync);

    internal Task<Sshd> SshdAsync() => _sshd.Value;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (!_sshd.IsValueCreated)
        {
            return;
        }

        Sshd sshd = await _sshd.Value;
        sshd.Stop();
        await Marker.WaitUntilAsync(
            () => Marker.ProcessesWith(sshd.Folder).Count == 0, "no ssh and no sshd of the tests runs any more");
        sshd.Dispose();
    }
}
