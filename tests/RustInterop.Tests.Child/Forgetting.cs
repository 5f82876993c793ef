using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using RustInterop.Tests.Child.LifetimeTypes;
using RustInterop.Tests.Child.Soaking;

namespace RustInterop.Tests.Child;

/// <summary>
/// Makes objects, bytes, streams, asynchronous calls, callbacks and loggers, uses them, and forgets them, while another thread collects
/// garbage all the time. So they are finalized at any moment: also between two uses, and while a call runs that uses them.
/// </summary>
[SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "They are left to the finalizer.")]
internal static class Forgetting
{
    private const int Makers = 4;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);
    private static readonly byte[] s_data = [0, 1, 255];

    private static IReadOnlyList<CallKind> Kinds { get; } =
    [
        new("object", _ => Expect("a", new Note("a").Text())),
        new("objects as arguments", _ => Expect("ab", new Note("a").Join(new Note("b")).Text())),
        new("bytes", _ => ExpectInverted(Lifetimes.Invert(s_data))),
        new("bytes as an argument", _ => ExpectInverted(Lifetimes.Invert([.. s_data]))),
        new("stream that breaks off", _ => BreakOffAsync(isDisposed: true)),
        new("stream that is forgotten", _ => BreakOffAsync(isDisposed: false)),
        new("call", async _ => await Expect("ab", (await new Note("a").JoinLaterAsync(new Note("b"), Pause)).Text())),
        new("call with bytes", async _ => await ExpectInverted(await Lifetimes.InvertLaterAsync(s_data.ToArray(), Pause))),
        new("call that is forgotten", _ => Forget(new Note("a").JoinLaterAsync(new Note("b"), Pause))),
        new("call with bytes that is forgotten", _ => Forget(Lifetimes.InvertLaterAsync(s_data.ToArray(), Pause))),
        new("call that is cancelled", CancelAsync),
        new("callback", _ => Expect("a!", Lifetimes.Ask("a", question => question + "!"))),
        new("asynchronous callback", async _ => await Expect("a!", await Lifetimes.AskLaterAsync("a", AnswerAsync))),
        new("asynchronous callback that is forgotten", _ => Forget(Lifetimes.AskLaterAsync("a", AnswerAsync))),
        new("callback that Rust keeps", _ => Keep()),
        new("logger", _ => Listen()),
    ];

    /// <summary>Runs for a time. Prints how much was made, and what is left of it.</summary>
    /// <returns>The exit code: 1 if anything is left.</returns>
    internal static async Task<int> RunAsync(TimeSpan time)
    {
        LiveCounts counts = LiveCounts.Open("lifetimes");
        using CancellationTokenSource end = new(time);
        Task<int> collector = Caller.RunAsync(() => Collect(end.Token));
        long[] made = await Task.WhenAll(Enumerable.Range(0, Makers).Select(maker => Caller.RunAsync(() => Make(maker, end.Token))));
        int collections = await collector;
        Lifetimes.Keep(null);
        Stopwatch watch = Stopwatch.StartNew();
        while ((counts.Handles, counts.Strings) != (0, 0) && watch.Elapsed < Timeout)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(Pause);
        }

        Console.WriteLine($"{made.Sum()} made during {collections} collections; {counts} left");
        return (counts.Handles, counts.Strings) == (0, 0) ? 0 : 1;
    }

    /// <summary>Makes one of each kind, and further ones that have to outlive this: in a static member, and in calls that have not ended.</summary>
    internal static async Task LeaveAllKindsAsync()
    {
        foreach (CallKind kind in Kinds)
        {
            await kind.CallAsync(0);
        }

        Kept.Note = new Note("kept");
        Kept.Bytes = Lifetimes.Invert(s_data);
        Kept.Copies = Kept.Note.Copies().GetAsyncEnumerator();
        await Kept.Copies.MoveNextAsync();
        _ = Kept.Note.JoinLaterAsync(Kept.Copies.Current, TimeSpan.FromSeconds(0.5));
        _ = Lifetimes.InvertLaterAsync(s_data.ToArray(), TimeSpan.FromSeconds(0.5));
    }

    private static int Collect(CancellationToken end)
    {
        int collections = 0;
        while (!end.IsCancellationRequested)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            collections++;
        }

        return collections;
    }

    private static long Make(int maker, CancellationToken end)
    {
        int made = 0;
        while (!end.IsCancellationRequested)
        {
            Caller.Call(Kinds[(made + maker) % Kinds.Count], made);
            made++;
        }

        return made;
    }

    private static async Task BreakOffAsync(bool isDisposed)
    {
        IAsyncEnumerator<Note> copies = new Note("a").Copies().GetAsyncEnumerator();
        for (int i = 0; i < 20; i++)
        {
            await copies.MoveNextAsync();
            await Expect("a", copies.Current.Text());
        }

        if (isDisposed)
        {
            await copies.DisposeAsync();
        }
    }

    private static async Task CancelAsync(int number)
    {
        using CancellationTokenSource cancellation = new(TimeSpan.FromMilliseconds(number % 4));
        try
        {
            await Lifetimes.InvertLaterAsync(s_data.ToArray(), Pause, cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            // It may end either way.
        }
    }

    private static Task Listen()
    {
        string text = $"by {Environment.CurrentManagedThreadId}";
        bool isHeard = false;
        using RustLogListener listener = Lifetimes.Library.ListenToLog(RustLogLevel.Debug, record =>
        {
            // Other threads log at the same time.
            if (record.Message == text)
            {
                isHeard = true;
            }
        });
        GC.KeepAlive(new Note(text));
        return Expect(true, isHeard);
    }

    private static async Task<string> AnswerAsync(string question, CancellationToken cancellationToken)
    {
        await Task.Delay(Pause, cancellationToken);
        return question + "!";
    }

    private static Task Keep()
    {
        object closure = new();
        Lifetimes.Keep(_ => GC.KeepAlive(closure));
        Lifetimes.Tell("whoever is kept by now");
        return Task.CompletedTask;
    }

    private static Task Forget(Task call)
    {
        GC.KeepAlive(call);
        return Task.CompletedTask;
    }

    private static Task ExpectInverted(RustBytes bytes) => Expect("255, 254, 0", string.Join(", ", bytes.ToArray()));

    private static Task Expect<T>(T expected, T actual) =>
        EqualityComparer<T>.Default.Equals(actual, expected)
            ? Task.CompletedTask
            : throw new InvalidOperationException($"{actual} instead of {expected}");

    private static class Kept
    {
        internal static Note? Note { get; set; }

        internal static RustBytes? Bytes { get; set; }

        internal static IAsyncEnumerator<Note>? Copies { get; set; }
    }
}
