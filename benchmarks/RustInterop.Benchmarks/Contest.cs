using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace RustInterop.Benchmarks;

/// <summary>Several ways to do the same, measured in turns, because the speed of a processor drifts.</summary>
/// <param name="calls">How many calls a turn has.</param>
/// <param name="items">How many items a call has, of which the time is measured.</param>
internal sealed class Contest(int calls, int items = 1)
{
    private const int Turns = 15;

    // The JIT compiles hot code in the background, first with instrumentation and then for good.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    private readonly List<Contestant> _contestants = [];

    /// <param name="name">The contestant.</param>
    /// <param name="call">What it does; null if it is not here.</param>
    // The JIT optimizes the loop at once. Otherwise it may put the contestant of which it has seen most into the loop, and part of that before it.
    internal Contest Add(string name, Action? call) => call is null ? this : With(name, [MethodImpl(MethodImplOptions.AggressiveOptimization)] () =>
    {
        for (int i = 0; i < calls; i++)
        {
            call();
        }

        return Task.CompletedTask;
    });

    /// <inheritdoc cref="Add"/>
    internal Contest AddAwaited(string name, Func<Task>? call) => call is null ? this : With(name, async () =>
    {
        for (int i = 0; i < calls; i++)
        {
            await call().ConfigureAwait(false);
        }
    });

    /// <summary>Prints for each the median and the spread of an item's time, and what it allocates on the managed heap.</summary>
    internal async Task PrintAsync()
    {
        foreach (Measured measured in await MeasureAsync().ConfigureAwait(false))
        {
            Console.WriteLine($"{measured.Name}:  {Spread.Of(measured.Nanoseconds, " ns")}, {measured.Bytes} bytes");
        }
    }

    /// <summary>Takes the turns.</summary>
    internal async Task<IReadOnlyList<Measured>> MeasureAsync()
    {
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < WarmUp;)
        {
            foreach (Contestant contestant in _contestants)
            {
                await contestant.Calls().ConfigureAwait(false);
            }
        }

        List<double>[] nanoseconds = [.. _contestants.Select(_ => new List<double>())];
        for (int turn = 0; turn < Turns; turn++)
        {
            foreach ((Contestant contestant, List<double> times) in _contestants.Zip(nanoseconds))
            {
                long start = Stopwatch.GetTimestamp();
                await contestant.Calls().ConfigureAwait(false);
                times.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls / items);
            }
        }

        List<Measured> measured = [];
        foreach ((Contestant contestant, List<double> times) in _contestants.Zip(nanoseconds))
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await contestant.Calls().ConfigureAwait(false);
            measured.Add(new(contestant.Name, times, (GC.GetTotalAllocatedBytes(precise: true) - before) / calls / items));
        }

        return measured;
    }

    private Contest With(string name, Func<Task> turn)
    {
        _contestants.Add(new(name, turn));
        return this;
    }

    private sealed record Contestant(string Name, Func<Task> Calls);
}

/// <summary>What an item of a contestant's call took.</summary>
/// <param name="Name">The contestant.</param>
/// <param name="Nanoseconds">In each turn.</param>
/// <param name="Bytes">On the managed heap.</param>
internal sealed record Measured(string Name, IReadOnlyList<double> Nanoseconds, long Bytes);
