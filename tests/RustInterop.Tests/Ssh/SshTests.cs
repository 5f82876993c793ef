using System.Runtime.Versioning;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Ssh;

/// <summary>Tests with an sshd. Each fails if it leaves a client or a session running.</summary>
[UnsupportedOSPlatform("windows")]
public abstract class SshTests(SshdFixture fixture) : IClassFixture<SshdFixture>, IAsyncLifetime
{
    internal Task<Sshd> SshdAsync() => fixture.SshdAsync();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (fixture.IsMade)
        {
            Sshd sshd = await SshdAsync();
            await Marker.WaitUntilAsync(() => sshd.Processes().Count == 0, "no client and no session is running");
        }
    }
}

/// <summary>An <see cref="Sshd"/> for the tests of one class, created when the first of them needs it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SshdFixture : IAsyncLifetime
{
    private readonly Lazy<Task<Sshd>> _sshd = new(Sshd.CreateAsync);

    internal bool IsMade => _sshd.IsValueCreated;

    internal Task<Sshd> SshdAsync() => _sshd.Value;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (IsMade)
        {
            (await SshdAsync()).Dispose();
        }
    }
}
