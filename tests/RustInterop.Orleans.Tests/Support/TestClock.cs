namespace RustInterop.Orleans.Tests.Support;

/// <summary>A clock that only tests move.</summary>
internal sealed class TestClock : TimeProvider
{
    internal DateTimeOffset Now { get; set; } = DateTimeOffset.FromUnixTimeSeconds(2_000_000_000);

    public override DateTimeOffset GetUtcNow() => Now;
}
