using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using RustInterop.Tests.Libraries;
using RustInterop.Tests.RecordTypes;
using RustInterop.Tests.Support;
using Records = RustInterop.Tests.RecordTypes.Records;

namespace RustInterop.Tests.Bindings;

/// <summary>Streams of a crate whose C# the build has generated.</summary>
public sealed class StreamsTests : RecordsLibraryTests
{
    [Fact]
    public async Task Enumeration_OfAMillionItems_ReturnsEachInOrder()
    {
        using Sensor sensor = new();
        ulong taken = 0;
        bool isInOrder = true;

        await foreach (Reading reading in sensor.Readings(1_000_000))
        {
            isInOrder &= reading.Number == taken++;
        }

        (taken, isInOrder).Should().Be((1_000_000ul, true));
        sensor.Iterators().Should().Be(0);
    }

    [Fact]
    public async Task Method_NotEnumerated_CallsNothing()
    {
        using Sensor sensor = new();

        IAsyncEnumerable<Reading> readings = sensor.Readings(3);

        sensor.Iterators().Should().Be(0);
        (await ReadAsync(readings)).Should().HaveCount(3);
        (await ReadAsync(readings)).Should().HaveCount(3, "each enumeration calls the function");
        sensor.Produced().Should().Be(6);
    }

    [Fact]
    public void Method_Enumerated_CanBlock()
    {
        using Sensor sensor = new();

        sensor.Readings(100).ToBlockingEnumerable().Select(reading => reading.Number).Should().HaveCount(100).And.BeInAscendingOrder();
    }

    [Fact]
    public void Method_Null_ThrowsArgumentNullExceptionAtOnce() =>
        FluentActions.Invoking(() => Records.NumbersIn(null!)).Should().Throw<ArgumentNullException>().WithParameterName("text");

    [Fact]
    public async Task Enumeration_ThatBreaksOff_DropsTheIterator()
    {
        using Sensor sensor = new();

        await foreach (Reading reading in sensor.Readings())
        {
            if (reading.Number == 100)
            {
                break;
            }
        }

        await EndAsync(sensor);
    }

    [Fact]
    public async Task Enumeration_WhoseBodyThrows_DropsTheIterator()
    {
        using Sensor sensor = new();

        await FluentActions.Awaiting(async () =>
        {
            await foreach (Reading reading in sensor.Readings())
            {
                throw new NotImplementedException();
            }
        }).Should().ThrowAsync<NotImplementedException>();

        await EndAsync(sensor);
    }

    [Fact]
    public async Task Enumeration_Slow_ComputesNoMoreThanABatch()
    {
        using Sensor sensor = new();
        ulong taken = 0;

        await foreach (Reading reading in sensor.Readings())
        {
            taken++;
            // One more may be on its way if the batch was full of time.
            (sensor.Produced() - taken).Should().BeLessThanOrEqualTo(1024);
            if (taken == 200)
            {
                break;
            }
        }

        await EndAsync(sensor);
    }

    [Fact]
    public async Task Enumeration_Cancelled_EndsAndDropsTheIterator()
    {
        using Sensor sensor = new();
        using CancellationTokenSource cancellation = new();
        int taken = 0;

        Func<Task> enumeration = async () =>
        {
            await foreach (Reading reading in sensor.Readings(cancellationToken: cancellation.Token))
            {
                if (++taken == 10)
                {
                    await cancellation.CancelAsync();
                }
            }
        };

        (await enumeration.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.IsCancellationRequested.Should().BeTrue();
        await EndAsync(sensor);
    }

    [Fact]
    public async Task Enumeration_CancelledWhileItWaits_Ends()
    {
        using Sensor sensor = new();
        using CancellationTokenSource cancellation = new();
        await using IAsyncEnumerator<string> events = sensor.Events().GetAsyncEnumerator(cancellation.Token);

        sensor.Send("first");
        (await events.MoveNextAsync()).Should().BeTrue();
        events.Current.Should().Be("first");
        Task<bool> next = events.MoveNextAsync().AsTask();
        await cancellation.CancelAsync();

        await FluentActions.Awaiting(() => next).Should().ThrowAsync<OperationCanceledException>();
        await EndAsync(sensor);
    }

    [Fact]
    public async Task Enumeration_OfSlowItems_ReturnsEachAsItComes()
    {
        using Sensor sensor = new();
        await using IAsyncEnumerator<string> events = sensor.Events().GetAsyncEnumerator();

        for (int number = 0; number < 20; number++)
        {
            sensor.Send($"{number}");
            (await events.MoveNextAsync()).Should().BeTrue();
            events.Current.Should().Be($"{number}");
        }
    }

    [Fact]
    public async Task Enumeration_OfItemsThatFail_ThrowsTheErrorAfterThem()
    {
        using Sensor sensor = new();
        List<ulong> reports = [];
        List<Reading> readings = [];

        Func<Task> enumeration = () => ReadAsync(sensor.UntilFailure(100, new Handler<ulong>(reports.Add)), readings);

        (await enumeration.Should().ThrowAsync<RustException<SensorError>>().WithMessage("the sensor failed after 100 readings*"))
            .Which.Error.Should().Be(new SensorError { After = 100 });
        readings.Should().HaveCount(100);
        reports.Should().Equal(100ul);
        sensor.Iterators().Should().Be(0);
    }

    [Fact]
    public async Task Enumeration_OfAFunctionThatFails_ThrowsItsError()
    {
        using Sensor sensor = new();

        await FluentActions.Awaiting(() => ReadAsync(sensor.UntilFailure(0))).Should().ThrowAsync<RustException>().WithMessage("no reading is wanted*");
    }

    [Fact]
    public async Task Enumeration_OfItemsWhoseErrorIsText_ThrowsIt()
    {
        List<long> numbers = [];

        Func<Task> enumeration = () => ReadAsync(Records.NumbersIn("1 2 three 4"), numbers);

        (await enumeration.Should().ThrowAsync<RustException>().WithMessage("invalid digit found in string*"))
            .Which.Kind.Should().Be(RustErrorKind.Failed);
        numbers.Should().Equal(1, 2);
    }

    [Fact]
    public async Task Enumeration_OfAnIteratorThatPanics_ThrowsThePanic()
    {
        using Sensor sensor = new();

        (await FluentActions.Awaiting(() => ReadAsync(sensor.UntilPanic(3))).Should().ThrowAsync<RustPanicException>().WithMessage("the sensor is broken*"))
            .Which.Location.Should().Contain("streams.rs:");
        sensor.Iterators().Should().Be(0);
    }

    [Fact]
    public async Task Enumeration_OfObjects_DisposesOfThoseThatNobodyTook()
    {
        using Sensor sensor = new();

        await foreach (Sensor child in sensor.Children())
        {
            using (child)
            {
                child.Produced().Should().BePositive();
            }

            break;
        }

        await EndAsync(sensor);
        sensor.Sensors().Should().Be(1);
    }

    [Fact]
    public async Task Record_WithStreams_HasThem()
    {
        using Sensor sensor = new();

        Log log = await sensor.LogAsync("a log");

        log.Name.Should().Be("a log");
        (await ReadAsync(log.Readings)).Select(reading => reading.Number).Should().Equal(0ul, 1ul, 2ul);
        (await FluentActions.Awaiting(() => ReadAsync(log.UntilFailure!)).Should().ThrowAsync<RustException<SensorError>>())
            .Which.Error.After.Should().Be(3);
        sensor.Iterators().Should().Be(0);
    }

    [Fact]
    public async Task Stream_EnumeratedTwice_ThrowsInvalidOperationException()
    {
        using Sensor sensor = new();
        using RustStream<Reading> readings = Records.FirstOf([sensor])!;
        await ReadAsync(readings);

        await FluentActions.Awaiting(() => ReadAsync(readings)).Should().ThrowAsync<InvalidOperationException>();
    }

    [Fact]
    public async Task Stream_DisposedOf_IsDropped()
    {
        using Sensor sensor = new();
        RustStream<Reading> readings = Records.FirstOf([sensor])!;
        readings.Dispose();
        readings.Dispose();

        sensor.Iterators().Should().Be(0);
        await FluentActions.Awaiting(() => ReadAsync(readings)).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Enumerator_Forgotten_DropsTheIterator()
    {
        using Sensor sensor = new();

        await BeginAsync(sensor);

        await Marker.WaitUntilAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return sensor.Iterators() == 0;
            },
            "the garbage collector finds the stream");

        [MethodImpl(MethodImplOptions.NoInlining)]
        [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "Forgotten on purpose.")]
        static async Task BeginAsync(Sensor sensor)
        {
            IAsyncEnumerator<Reading> enumerator = sensor.Readings().GetAsyncEnumerator();
            (await enumerator.MoveNextAsync()).Should().BeTrue();
            sensor.Iterators().Should().Be(1);
        }
    }

    private static async Task<List<T>> ReadAsync<T>(IAsyncEnumerable<T> items, List<T>? read = null)
    {
        read ??= [];
        await foreach (T item in items)
        {
            read.Add(item);
        }

        return read;
    }

    // A thread of the library may be about to drop the iterator.
    private static Task EndAsync(Sensor sensor) => Marker.WaitUntilAsync(() => sensor.Iterators() == 0, "the iterator is dropped");
}
