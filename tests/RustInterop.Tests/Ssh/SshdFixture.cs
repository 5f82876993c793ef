using System.Runtime.Versioning;

namespace RustInterop.Tests.Ssh;

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
