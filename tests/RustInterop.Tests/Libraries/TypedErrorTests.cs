using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RustInterop.Tests.Libraries;

/// <summary>Procedures whose errors are data.</summary>
public sealed class TypedErrorTests
{
    private const string Message = "no train to Oz for 18446744073709551615 days";

    private static readonly TravelError NoTrain = new("no_train", "Oz", ulong.MaxValue);

    private static readonly RustProcedure<string, object, Waiting> Untyped = Workshop.Library.GetProcedure(
        "travel", WorkshopJson.Default.String, WorkshopJson.Default.Object, WorkshopJson.Default.Waiting);

    private static readonly RustProcedure<string, object, Waiting> Travel = Untyped.WithError(WorkshopJson.Default.TravelError);

    [Fact]
    public async Task Calls_OfATypedProcedure_ThrowTheError()
    {
        RustProcedure<string, object> withoutProgress = Workshop.Library
            .GetProcedure("travel", WorkshopJson.Default.String, WorkshopJson.Default.Object)
            .WithError(WorkshopJson.Default.TravelError);
        Func<Task>[] calls =
        [
            () => Task.FromResult(Travel.Invoke("Oz")),
            () => Travel.InvokeAsync("Oz"),
            () => Travel.InvokeAsync("Oz", new Handler<Waiting>(_ => { })),
            () => Task.FromResult(withoutProgress.Invoke("Oz")),
            () => withoutProgress.InvokeAsync("Oz"),
        ];

        foreach (Func<Task> call in calls)
        {
            RustException<TravelError> exception = (await call.Should().ThrowAsync<RustException<TravelError>>()).Which;
            exception.Error.Should().Be(NoTrain);
            exception.Kind.Should().Be(RustErrorKind.Failed);
            exception.Message.Should().Be(Message);
            exception.Value!.Value.GetProperty("station").GetString().Should().Be("Oz");
        }
    }

    [Fact]
    public async Task Calls_OfAnUntypedProcedure_ThrowTheErrorAsJson()
    {
        RustProcedure raw = Workshop.Library.GetProcedure("travel");
        ArrayBufferWriter<byte> output = new();
        Func<Task>[] calls =
        [
            () => Task.FromResult(Untyped.Invoke("Oz")),
            () => Untyped.InvokeAsync("Oz"),
            () => Task.Run(() => raw.Invoke("\"Oz\""u8, output)),
            () => raw.InvokeAsync("\"Oz\""u8.ToArray(), output),
        ];

        foreach (Func<Task> call in calls)
        {
            RustException exception = (await call.Should().ThrowExactlyAsync<RustException>()).Which;
            exception.Message.Should().Be(Message);
            exception.Value!.Value.GetRawText().Should().Be(
                """{"kind":"no_train","station":"Oz","days":18446744073709551615}""");
        }
    }

    [Fact]
    public async Task InvokeAsync_CancelledCallFails_IsCancelledWithTheErrorInside()
    {
        using CancellationTokenSource cancellation = new();

        Func<Task> call = () => Travel.InvokeAsync(null!, new Handler<Waiting>(_ => cancellation.Cancel()), cancellation.Token);

        OperationCanceledException exception = (await call.Should().ThrowAsync<OperationCanceledException>()).Which;
        exception.CancellationToken.Should().Be(cancellation.Token);
        exception.InnerException.Should().BeOfType<RustException<TravelError>>()
            .Which.Error.Should().Be(new TravelError("cancelled"));
    }

    [Fact]
    public void Invoke_ErrorOfAnotherTypeThanInCSharp_KeepsTheMessageAndNamesTheMember()
    {
        Action call = () => Untyped.WithError(WorkshopJson.Default.TravelErrorWithShortDays).Invoke("Oz");

        RustException exception = call.Should().ThrowExactly<RustException>().Which;
        exception.Kind.Should().Be(RustErrorKind.InvalidReply);
        exception.Message.Should().StartWith($"{Message} (the error's value does not fit the C# type: ");
        exception.Path.Should().Be("error.value.days");
        exception.Value!.Value.GetProperty("days").GetUInt64().Should().Be(ulong.MaxValue);
        exception.InnerException.Should().BeOfType<JsonException>();
    }

    [Fact]
    public void Invoke_ErrorWithoutData_IsUntyped()
    {
        RustException failure = Thrown("fail", "no more ink");
        RustException panic = Thrown("panic_with", "out of luck");

        failure.Should().BeOfType<RustException>().Which.Value.Should().BeNull();
        panic.Should().BeOfType<RustPanicException>().Which.Value.Should().BeNull();
    }

    [Fact]
    public void WithError_Always_KeepsTheOriginalAndItsName()
    {
        Travel.Should().NotBeSameAs(Untyped);
        Travel.Name.Should().Be("travel");
    }

    [Fact]
    public void WithError_Null_ThrowsForTheArgument()
    {
        JsonTypeInfo<TravelError> missing = null!;

        FluentActions.Invoking(() => Untyped.WithError(missing)).Should().Throw<ArgumentNullException>().WithParameterName("errorType");
        FluentActions.Invoking(() => Workshop.Bill.WithError(missing))
            .Should().Throw<ArgumentNullException>().WithParameterName("errorType");
    }

    private static RustException Thrown(string procedure, string input) =>
        FluentActions.Invoking(() => Workshop.Library
            .GetProcedure(procedure, WorkshopJson.Default.String, WorkshopJson.Default.Object)
            .WithError(WorkshopJson.Default.TravelError).Invoke(input))
            .Should().Throw<RustException>().Which;
}
