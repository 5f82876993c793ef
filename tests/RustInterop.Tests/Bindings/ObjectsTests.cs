using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using RustInterop.Tests.Libraries;
using RustInterop.Tests.RecordTypes;
using RustInterop.Tests.Support;
using Index = RustInterop.Tests.RecordTypes.Index;
using Records = RustInterop.Tests.RecordTypes.Records;

namespace RustInterop.Tests.Bindings;

/// <summary>Objects of a crate whose C# the build has generated.</summary>
public sealed class ObjectsTests : RecordsLibraryTests
{
    private static readonly IndexConfig s_two = new() { Documents = ["one fish", "two fish, and more"] };

    [Fact]
    public void Constructor_OfAType_MakesAnObject()
    {
        using Index index = new(s_two);

        index.Count().Should().Be(2);
    }

    [Fact]
    public async Task CreateAsync_OfAType_MakesAnObject()
    {
        using Index index = await Index.CreateAsync(s_two);

        (await index.CountAsync()).Should().Be(2);
    }

    [Fact]
    public void Constructor_ThatFails_ThrowsItsError() =>
        FluentActions.Invoking(() => new Index(new() { Documents = [] })).Should().Throw<RustException<IndexError>>()
            .Which.Error.Should().Be(new IndexError.Empty());

    [Fact]
    public void Constructor_Null_ThrowsArgumentNullException() =>
        FluentActions.Invoking(() => new Index((IndexConfig)null!)).Should().Throw<ArgumentNullException>().WithParameterName("config");

    [Fact]
    public async Task Method_ThatReturnsObjectsInARecord_ReturnsThem()
    {
        using Index index = new(s_two);
        List<ulong> reports = [];

        Hits hits = await index.SearchAsync("fish", new Handler<ulong>(reports.Add));

        using Document first = hits.First;
        using Document second = hits.Others.Should().ContainSingle().Subject;
        first.Text().Should().Be("one fish");
        second.Text().Should().Be("two fish, and more");
        reports.Should().Equal(0ul, 1ul);
    }

    [Fact]
    public void Method_ThatFails_ThrowsItsError()
    {
        using Index index = new(s_two);

        FluentActions.Invoking(() => index.Search("bird")).Should().Throw<RustException<IndexError>>()
            .Which.Error.Should().Be(new IndexError.NotFound { Word = "bird" });
        FluentActions.Invoking(index.Fail).Should().Throw<RustPanicException>().WithMessage("the index of 2 documents fails*");
        index.Count().Should().Be(2);
    }

    [Fact]
    public void Object_GivenToOthers_LivesThereToo()
    {
        Index index;
        using (Document document = new())
        {
            index = Index.Of(document);
            index.Add(document);
        }

        index.Count().Should().Be(2);
        using Document? shortest = index.Shortest();
        shortest!.Text().Should().BeEmpty();
        index.Dispose();
        shortest.IsLonger(shortest).Should().BeFalse();
    }

    [Fact]
    public void Objects_InRecords_CrossBothWays()
    {
        using Index index = new(s_two);
        using Document document = index.Shortest()!;

        Pair pair = Records.PairOf(document, right: document);
        using Document left = pair.Left;
        using Document right = pair.Right!;

        Records.LengthsOf([pair, new() { Left = document }]).Should().Equal(8, 8, 8);
        Pair without = Records.PairOf(document);
        using Document copy = without.Left;
        without.Right.Should().BeNull();
    }

    [Fact]
    public void Object_InTheSecondVariantOfAnUntaggedEnum_HasOneOwner()
    {
        using Index index = new(s_two);

        Found.Alone found = index.Last().Should().BeOfType<Found.Alone>().Subject;
        using Document document = found.Document;
        GC.Collect();
        GC.WaitForPendingFinalizers();

        document.Text().Should().Be("two fish, and more");
    }

    [Fact]
    public void Method_WithANameThatCSharpHas_HasAnotherOne()
    {
        using Document document = new();

        document.GetTypeMethod().Should().Be("a document of 0 bytes");
        document.DisposeMethod().Should().BeTrue();
        document.GetType().Should().Be<Document>();
    }

    [Fact]
    public void Dispose_Twice_DropsOnce()
    {
        Document document = new();
        document.Dispose();
        document.Dispose();

        FluentActions.Invoking(document.Text).Should().Throw<ObjectDisposedException>().Which.ObjectName.Should().Be(typeof(Document).FullName);
        FluentActions.Invoking(() => Index.Of(document)).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public async Task TextAsync_Disposed_FailsTheTask()
    {
        Document document = new();
        document.Dispose();

        Task<string> call = document.TextAsync();

        await FluentActions.Awaiting(() => call).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Dispose_DuringACall_LetsItEnd()
    {
        using CancellationTokenSource cancellation = new();
        Index index = new(s_two);

        Task call = index.WaitAsync(cancellation.Token);
        index.Dispose();
        await cancellation.CancelAsync();

        (await FluentActions.Awaiting(() => call).Should().ThrowAsync<OperationCanceledException>())
            .WithMessage("cancelled with 2 documents");
    }

    [Fact]
    public void Dispose_AtOnceWithCalls_EndsNoneOfThem()
    {
        for (int round = 0; round < 50; round++)
        {
            using Document document = new();
            int texts = 0;
            Parallel.Invoke(CallUntilDisposed, CallUntilDisposed, () =>
            {
                SpinWait.SpinUntil(() => Volatile.Read(ref texts) > round);
                document.Dispose();
            });

            void CallUntilDisposed()
            {
                try
                {
                    while (document.Text().Length == 0)
                    {
                        Interlocked.Increment(ref texts);
                    }
                }
                catch (ObjectDisposedException)
                {
                }
            }
        }
    }

    [Fact]
    public void Objects_OfAReplyThatCSharpCannotRead_AreDropped()
    {
        RustProcedure<IndexConfig, string> procedure = Library.GetProcedure(
            "Index_new", ObjectsJson.Default.IndexConfig, ObjectsJson.Default.String);

        FluentActions.Invoking(() => procedure.Invoke(s_two)).Should().Throw<RustException>().Which.Kind.Should().Be(RustErrorKind.InvalidReply);
    }

    [Fact]
    public void Objects_InJson_AreDroppedWithTheReply()
    {
        ArrayBufferWriter<byte> json = new();

        Library.GetProcedure("Document_new").Invoke("{}"u8, json);

        ulong handle = JsonSerializer.Deserialize(json.WrittenSpan, ObjectsJson.Default.UInt64);
        FluentActions.Invoking(() => Library.GetProcedure("Document_text").Invoke(Encoding.UTF8.GetBytes($$"""{"self":{{handle}}}"""), json))
            .Should().Throw<RustException>().Which.Kind.Should().Be(RustErrorKind.InvalidHandle);
    }

    [Fact]
    public void Methods_ThatChangeTheObject_TakeTurns()
    {
        using Total total = new(0);

        Parallel.For(0, 1000, _ => total.Add(2));

        total.Sum().Should().Be(2000);
    }

    [Fact]
    public void Method_ThatChangesTheObject_DoesNotWaitForItself()
    {
        using Total total = new(3);
        using Total other = new(4);

        total.Take(total).Should().Be(3);
        total.Take(other).Should().Be(7);
    }

    [Fact]
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "Forgotten on purpose.")]
    public async Task Object_Forgotten_IsCounted()
    {
        using MeterListener listener = new();
        long forgotten = 0;
        listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "RustInterop", Name: "rust_interop.objects.forgotten" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, measurement, _, _) => Interlocked.Add(ref forgotten, measurement));
        listener.Start();

        Forget();

        await Marker.WaitUntilAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return Interlocked.Read(ref forgotten) > 0 && Library.LiveHandles() == 0;
            },
            "the garbage collector finds the object, and Rust drops it");

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Forget() => _ = new Document();
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IndexConfig))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(ulong))]
internal sealed partial class ObjectsJson : JsonSerializerContext;
