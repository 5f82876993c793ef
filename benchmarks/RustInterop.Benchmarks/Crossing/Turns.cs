using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using BenchmarkDotNet.Attributes;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>
/// The contestants of each kind of work, measured in turns, because the speed of a processor drifts by more than the differences
/// measured; and in a new process each time, because the JIT compiles the same code differently from one to the next.
/// </summary>
/// <param name="Relative">The times by work and contestant, relative to RustInterop's.</param>
internal sealed record Turns(IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Relative)
{
    private const int FewestTurns = 9;
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan TimeOfAWork = TimeSpan.FromSeconds(5);

    // Done twice: after the first time the JIT compiles hot code with instrumentation, after the second for good.
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Compilation = TimeSpan.FromMilliseconds(250);

    internal double this[WorkName work, string contestant] => Relative[work.Key][contestant];

    internal static async Task<Turns> RunAsync(IReadOnlyList<WorkName> names)
    {
        (string output, string? missing) = await Peer.RunAsync(
            Environment.ProcessPath!, ["crossing-turns", .. names.Select(name => name.Key)]).ConfigureAwait(false);
        return missing is null
            ? JsonSerializer.Deserialize<Turns>(output)!
            : throw new InvalidOperationException($"The turns of the crossing failed: {missing}");
    }

    /// <summary>The main function of that process.</summary>
    /// <param name="keys">The kinds of work.</param>
    internal static void Print(string[] keys)
    {
        StandardOutput.Discard();
        Console.WriteLine(JsonSerializer.Serialize(new Turns(WorkName.All.Where(work => keys.Contains(work.Key)).ToDictionary(work => work.Key, Measure))));
    }

    private static IReadOnlyDictionary<string, double> Measure(WorkName work)
    {
        using Contestants contestants = Contestants.Of(work);
        for (int round = 0; round < 2; round++)
        {
            foreach (Action call in contestants.Calls.Values)
            {
                CallsWithin(WarmUp, call);
            }

            Thread.Sleep(Compilation);
        }

        int calls = int.Max(1, CallsWithin(Slice, contestants.Calls[Contestants.Ours]));
        Dictionary<string, List<double>> relative = contestants.Calls.ToDictionary(pair => pair.Key, _ => new List<double>());
        long start = Stopwatch.GetTimestamp();
        for (int turn = 0; turn < FewestTurns || Stopwatch.GetElapsedTime(start) < TimeOfAWork; turn++)
        {
            Dictionary<string, TimeSpan> times =
                contestants.Calls.ToDictionary(pair => pair.Key, pair => TimeOf(calls, pair.Value));
            foreach ((string name, TimeSpan time) in times)
            {
                relative[name].Add(time / times[Contestants.Ours]);
            }
        }

        return relative.ToDictionary(pair => pair.Key, pair => Spread.Median(pair.Value));
    }

    private static int CallsWithin(TimeSpan time, Action call)
    {
        int calls = 0;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time; calls++)
        {
            call();
        }

        return calls;
    }

    private static TimeSpan TimeOf(int calls, Action call)
    {
        long start = Stopwatch.GetTimestamp();
        for (int number = 0; number < calls; number++)
        {
            call();
        }

        return Stopwatch.GetElapsedTime(start);
    }
}

/// <summary>The benchmarks of one kind of work, ready to be called.</summary>
/// <param name="Work">The object whose methods they are.</param>
/// <param name="Calls">The methods by name.</param>
internal sealed record Contestants(object Work, IReadOnlyDictionary<string, Action> Calls) : IDisposable
{
    internal const string Ours = "RustInterop";

    internal static Contestants Of(WorkName name)
    {
        object work = Activator.CreateInstance(name.Type)!;
        name.Type.GetProperty(nameof(Refused.Size))?.SetValue(work, name.Size);
        Invoke<GlobalSetupAttribute>(work);
        return new(work, Marked<BenchmarkAttribute>(name.Type).ToDictionary(method => method.Name, method => CallOf(work, method)));
    }

    public void Dispose() => Invoke<GlobalCleanupAttribute>(Work);

    private static Action CallOf(object work, MethodInfo method)
    {
        if (method.ReturnType == typeof(void))
        {
            return method.CreateDelegate<Action>(work);
        }

        if (method.ReturnType == typeof(int))
        {
            Func<int> number = method.CreateDelegate<Func<int>>(work);
            return () => number();
        }

        Func<object> call = method.CreateDelegate<Func<object>>(work);
        return () => (call() as Task)?.GetAwaiter().GetResult();
    }

    private static void Invoke<TAttribute>(object work)
        where TAttribute : Attribute
    {
        foreach (MethodInfo method in Marked<TAttribute>(work.GetType()))
        {
            method.Invoke(work, null);
        }
    }

    private static IEnumerable<MethodInfo> Marked<TAttribute>(Type type)
        where TAttribute : Attribute => type.GetMethods().Where(method => method.IsDefined(typeof(TAttribute)));
}
