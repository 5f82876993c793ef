namespace RustInterop.FleetServer.Tests.Support;

/// <summary>Waits for something that is certain to happen, but not when.</summary>
internal static class Wait
{
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(60);

    internal static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);

    internal static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        using CancellationTokenSource timeout = new(s_most);
        while (!await condition())
        {
            timeout.IsCancellationRequested.Should().BeFalse("the test waits until {0}", what);
            await Task.Delay(20);
        }
    }
}
