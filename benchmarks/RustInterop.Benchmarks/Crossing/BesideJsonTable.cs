using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RustInterop.Benchmarks.Generated;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>What crosses by handles, and async functions: by generated C#, by handwritten P/Invoke, and by C# that SWIG generates.</summary>
internal static class BesideJsonTable
{
    private const string Ours = Contestants.Ours;
    private const string ByHand = "by hand";
    private const string Swig = "SWIG";
    private const int Bytes = 32;
    private const int Large = 20 * 1024 * 1024;
    private const int Items = 10_000;
    private const int CallsOfAThread = 200_000;
    private const string Text = "twenty characters!!!";

    // The goals, in nanoseconds or as a ratio to the call by hand.
    private const double MostOfAnItem = 1000;
    private const double MostByTwoThreads = 50;
    private const double MostTimesForNumbers = 1.5;
    private const double MostTimesForText = 0.9;
    private const double MostTimesForBytes = 3;
    private const double MostTimesForAnObject = 1.3;
    private const double MostTimesForACallback = 2;

    internal static async Task WriteAsync(Report report)
    {
        SwigCalls swig = SwigCalls.Load();
        using Counter counter = new(0);
        using CounterHandle handle = Exports.counter_new(0);
        using WaitingThread waiting = new();
        byte[] data = new byte[Bytes];
        byte[] large = new byte[Large];
        await report.WriteTableAsync(
            "beside-json",
            ["what crosses", "RustInterop", "goal", "managed bytes", "by hand", "÷ by hand", "SWIG", "÷ SWIG"],
            [
                await RowAsync(
                    "nothing",
                    new Contest(calls: 200_000)
                        .Add(Ours, static () => Native.Nothing())
                        .Add(ByHand, static () => Exports.do_nothing())
                        .Add(Swig, swig.Find("DoNothing")),
                    mostTimes: MostTimesForNumbers).ConfigureAwait(false),
                await RowAsync(
                    "floor: nothing, by hand in the guard",
                    new Contest(calls: 200_000)
                        .Add(Ours, static () => Exports.do_nothing_guarded())
                        .Add(ByHand, static () => Exports.do_nothing())).ConfigureAwait(false),
                await RowAsync(
                    "two numbers in, and one out",
                    new Contest(calls: 200_000)
                        .Add(Ours, () => Native.Add(1, 2))
                        .Add(ByHand, () => Exports.add_numbers(1, 2))
                        .Add(Swig, swig.Find("AddNumbers")),
                    mostTimes: MostTimesForNumbers).ConfigureAwait(false),
                await RowAsync(
                    $"a text of {Text.Length} characters in, and as many out",
                    new Contest(calls: 20_000)
                        .Add(Ours, () => Native.UpperCase(Text))
                        .Add(ByHand, () => UpperCase())
                        .Add(Swig, swig.Find("UpperCase", Text)),
                    mostTimes: MostTimesForText).ConfigureAwait(false),
                await RowAsync(
                    "a call of an object",
                    new Contest(calls: 200_000)
                        .Add(Ours, () => counter.Add(1))
                        .Add(ByHand, () => Exports.counter_add(handle, 1))
                        .Add(Swig, swig.Find("AddToCounter")),
                    mostTimes: MostTimesForAnObject).ConfigureAwait(false),
                await RowAsync(
                    "a call of one object, by two threads at once",
                    new Contest(calls: 1, CallsOfAThread)
                        .AddAwaited(Ours, () => OnTwoThreadsAsync(() => counter.Add(1)))
                        .AddAwaited(ByHand, () => OnTwoThreadsAsync(() => Exports.counter_add(handle, 1))),
                    MostByTwoThreads).ConfigureAwait(false),
                await RowAsync(
                    "an object, made and disposed of",
                    new Contest(calls: 5_000)
                        .Add(Ours, () => new Counter(0).Dispose())
                        .Add(ByHand, () => Exports.counter_new(0).Dispose())
                        .Add(Swig, swig.Find("MakeCounter"))).ConfigureAwait(false),
                await RowAsync(
                    $"{Bytes} bytes in, and as many out",
                    new Contest(calls: 50_000)
                        .Add(Ours, () => Native.Invert(data).Dispose())
                        .Add(ByHand, () => InvertIntoNew(data))
                        .Add(Swig, swig.Find("InvertBytesIntoNew", Bytes)),
                    mostTimes: MostTimesForBytes).ConfigureAwait(false),
                await RowAsync(
                    "20 MB in, and as many out",
                    new Contest(calls: 4)
                        .Add(Ours, () => Native.Invert(large).Dispose())
                        .Add(ByHand, () => InvertIntoNew(large))
                        .Add(Swig, swig.Find("InvertBytesIntoNew", Large))).ConfigureAwait(false),
                await RowAsync(
                    "20 MB in, and as many out, awaited",
                    new Contest(calls: 4)
                        .AddAwaited(Ours, async () => (await Native.InvertAsync(large).ConfigureAwait(false)).Dispose())
                        .AddAwaited(ByHand, () => Task.Run(() => InvertIntoNew(large)))
                        .AddAwaited(Swig, InTask(swig.Find("InvertBytesIntoNew", Large)))).ConfigureAwait(false),
                await RowAsync(
                    "an item of a stream, a record",
                    new Contest(calls: 1, Items)
                        .AddAwaited(Ours, TakeStreamAsync)
                        .Add(ByHand, Walk)
                        .Add(Swig, swig.Find("TakeItems", Items)),
                    MostOfAnItem).ConfigureAwait(false),
                await RowAsync(
                    "a callback",
                    new Contest(calls: 1, Items)
                        .Add(Ours, () => Native.SumOfCallback(Items, static number => number + 1))
                        .Add(ByHand, CallBack)
                        .Add(Swig, swig.Find("CallBack", (uint)Items)),
                    mostTimes: MostTimesForACallback).ConfigureAwait(false),
                await RowAsync(
                    "an `async fn`, ready at once, awaited",
                    new Contest(calls: 2_000)
                        .AddAwaited(Ours, () => Native.NothingToWaitForAsync())
                        .AddAwaited(ByHand, () => Task.Run(Exports.do_nothing))
                        .AddAwaited(Swig, InTask(swig.Find("DoNothing")))).ConfigureAwait(false),
                await RowAsync(
                    "an `async fn` that waits once, awaited",
                    new Contest(calls: 2_000)
                        .AddAwaited(Ours, () => Native.WaitOnceAsync())
                        .AddAwaited(ByHand, OnThread(waiting, Exports.do_nothing))
                        .AddAwaited(Swig, OnThread(waiting, swig.Find("DoNothing")))).ConfigureAwait(false),
            ]).ConfigureAwait(false);

        async Task<IReadOnlyList<string>> RowAsync(string text, Contest contest, double? most = null, double? mostTimes = null)
        {
            Dictionary<string, Measured> measured = (await Undisturbed.RunAsync(contest.MeasureAsync).ConfigureAwait(false))
                .ToDictionary(contestant => contestant.Name);
            Measured ours = measured[Ours];
            Measured byHand = measured[ByHand];
            string goal = most is double nanoseconds ? Goal.Verdict(
                    $"≤ {Figure.Text(nanoseconds)}", Spread.Median(ours.Nanoseconds) <= nanoseconds,
                    Spread.Median(byHand.Nanoseconds) > nanoseconds ? "the call by hand" : null)
                : mostTimes is double times ? Goal.Verdict($"≤ {times.ToString("0.0 ×", CultureInfo.InvariantCulture)}", Spread.Median(Ratios(byHand, ours)) <= times)
                : "";
            return
            [
                text, Time(ours), goal, Figure.Text(ours.Bytes),
                .. Beside(byHand, ours),
                .. measured.TryGetValue(Swig, out Measured? other) ? Beside(other, ours) : [swig.Missing ?? "–", "–"],
            ];
        }
    }

    private static string[] Beside(Measured other, Measured ours) => [Time(other), Spread.Of(Ratios(other, ours), "")];

    private static double[] Ratios(Measured other, Measured ours) =>
        [.. other.Nanoseconds.Zip(ours.Nanoseconds, (theirs, own) => own / theirs)];

    private static string Time(Measured measured) => Figure.Text(Spread.Median(measured.Nanoseconds));

    private static Func<Task>? InTask(Action? call) => call is null ? null : () => Task.Run(call);

    private static Func<Task>? OnThread(WaitingThread thread, Action? call) => call is null ? null : () => thread.Run(() =>
    {
        call();
        return true;
    });

    // RustInterop's result is new memory too.
    private static void InvertIntoNew(byte[] data) => Invert(data, GC.AllocateUninitializedArray<byte>(data.Length));

    private static string UpperCase()
    {
        nint text = Exports.text_upper_case(Text);
        string upperCase = Marshal.PtrToStringUTF8(text)!;
        Exports.text_drop(text);
        return upperCase;
    }

    private static unsafe void Invert(byte[] data, byte[] inverted)
    {
        fixed (byte* input = data, output = inverted)
        {
            Exports.invert_into(input, (nuint)data.Length, output);
        }
    }

    /// <summary>Each thread makes all calls, so a call takes the time of two if they only take turns.</summary>
    private static Task OnTwoThreadsAsync(Func<long> call)
    {
        return Task.WhenAll(Task.Run(Loop), Task.Run(Loop));

        void Loop()
        {
            for (int number = 0; number < CallsOfAThread; number++)
            {
                call();
            }
        }
    }

    private static unsafe void CallBack()
    {
        Func<uint, uint> function = static number => number + 1;
        GCHandle handle = GCHandle.Alloc(function);
        Exports.sum_of_function(Items, &OnCall, GCHandle.ToIntPtr(handle));
        handle.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static uint OnCall(nint function, uint number) => ((Func<uint, uint>)GCHandle.FromIntPtr(function).Target!)(number);

    private static async Task TakeStreamAsync()
    {
        await foreach (Generated.File file in Native.Walk(Items).ConfigureAwait(false))
        {
        }
    }

    private static unsafe void Walk()
    {
        nint walk = Exports.walk_new(Items);
        while (Exports.walk_next(walk) is var file && file is not null)
        {
            _ = file->ToRecord();
            Exports.walked_file_drop(file);
        }

        Exports.walk_drop(walk);
    }
}

/// <summary>The calls of benchmarks/peers/swig, which the build compiles where there is SWIG.</summary>
/// <param name="Missing">Why there are none, or null.</param>
/// <param name="Calls">The class with a method for each.</param>
internal sealed record SwigCalls(string? Missing, Type? Calls)
{
    /// <summary>The variable with the path of the assembly.</summary>
    private const string Variable = "CROSSING_SWIG_PEER";

    internal static SwigCalls Load() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path
        ? new(null, Assembly.LoadFrom(path).GetType("RustInterop.Benchmarks.Peers.Calls", throwOnError: true))
        : new($"not here: {Variable} is not set", null);

    internal Action? Find(string name, params object[] arguments) =>
        (Action?)Calls?.GetMethod(name)!.Invoke(null, arguments);
}
