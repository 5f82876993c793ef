using System.Text.Json;
using RustInterop.Crossing;

namespace RustInterop.Tests;

public sealed class RustExceptionTests
{
    [Fact]
    public void Reported_EveryDetail_IsInThePropertiesAndTheMessage()
    {
        RustException exception = ReplyErrors.Reported(
            new(RustErrorKind.InvalidInput, "expected a string", "host_list[1]", 1, 42));

        exception.Should().BeOfType<RustException>();
        exception.Kind.Should().Be(RustErrorKind.InvalidInput);
        exception.Path.Should().Be("host_list[1]");
        exception.Line.Should().Be(1);
        exception.Column.Should().Be(42);
        exception.Message.Should().Be("host_list[1]: expected a string (line 1, column 42)");
    }

    [Fact]
    public void Reported_Panic_IsARustPanicExceptionWithItsPlace()
    {
        RustException exception = ReplyErrors.Reported(
            new(RustErrorKind.Panicked, "index out of bounds", Location: "src/fleet/job.rs:12", Backtrace: "0: fleet::job"));

        RustPanicException panic = exception.Should().BeOfType<RustPanicException>().Subject;
        panic.Kind.Should().Be(RustErrorKind.Panicked);
        panic.Location.Should().Be("src/fleet/job.rs:12");
        panic.Backtrace.Should().Be("0: fleet::job");
        panic.Message.Should().Be("index out of bounds (src/fleet/job.rs:12)");
    }

    [Theory]
    [InlineData(PrintStatus.NullPointer, RustErrorKind.NullPointer)]
    [InlineData(PrintStatus.InvalidUtf8, RustErrorKind.InvalidUtf8)]
    [InlineData(PrintStatus.NotWritable, RustErrorKind.Failed)]
    [InlineData(PrintStatus.Panicked, RustErrorKind.Panicked)]
    [InlineData((PrintStatus)99, RustErrorKind.Failed)]
    internal void NotPrinted_Status_HasItsKind(PrintStatus status, RustErrorKind kind)
    {
        RustException exception = Rust.NotPrinted(status);

        exception.Kind.Should().Be(kind);
        (exception is RustPanicException).Should().Be(kind == RustErrorKind.Panicked);
    }

    [Theory]
    [InlineData(PrintStatus.NullPointer, "The text was NULL.")]
    [InlineData(PrintStatus.InvalidUtf8, "The text was not UTF-8.")]
    [InlineData(PrintStatus.NotWritable, "The standard output of this process cannot be written to.")]
    [InlineData(PrintStatus.Panicked, "The Rust function panicked.")]
    [InlineData((PrintStatus)99, "Printing failed with the unknown status 99.")]
    internal void NotPrinted_Status_SaysWhatItMeans(PrintStatus status, string message) =>
        Rust.NotPrinted(status).Message.Should().Be(message);

    [Theory]
    [InlineData(null, null, null, null, "why")]
    [InlineData("a.b", null, null, null, "a.b: why")]
    [InlineData(null, 1, null, null, "why")]
    [InlineData(null, null, 2, null, "why")]
    [InlineData(null, 1, 2, null, "why (line 1, column 2)")]
    [InlineData(null, 1, 2, "a.rs:1", "why (a.rs:1)")]
    public void Reported_SomeDetails_AreInTheMessage(string? path, int? line, int? column, string? location, string message) =>
        ReplyErrors.Reported(new(RustErrorKind.Failed, "why", path, line, column, location)).Message.Should().Be(message);

    [Fact]
    public void Reported_PanicWithPath_HasThePath()
    {
        RustException exception = ReplyErrors.Reported(new(RustErrorKind.Panicked, "why", "a.b", 1, 2));

        (exception.Path, exception.Line, exception.Column).Should().Be(("a.b", 1, 2));
    }

    [Fact]
    public void Unreadable_PlaceInTheReply_CountsFromOne()
    {
        RustException exception = ReplyErrors.Unreadable(new JsonException("why", "$.a[0]", 0, 7));

        (exception.Path, exception.Line, exception.Column).Should().Be(("a[0]", 1, 8));
        exception.Message.Should().Be("The reply of the Rust function does not fit the C# type: why");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("$")]
    [InlineData("$.")]
    public void Unreadable_NoPathInTheReply_HasNoPath(string? path)
    {
        RustException exception = ReplyErrors.Unreadable(new JsonException("why", path, null, null));

        (exception.Path, exception.Line, exception.Column).Should().Be((null, null, null));
    }

    [Fact]
    public void Missing_Message_SaysSo() =>
        ReplyErrors.Missing().Message.Should().Be("The Rust function returned NULL instead of a reply.");

    [Fact]
    public void Constructors_NoArguments_HaveGeneralMessages()
    {
        new RustException().Message.Should().Be("The Rust function failed.");
        new RustPanicException().Message.Should().Be("The Rust function panicked.");
        new RustLibraryLoadException().Message.Should().Be("The native library could not be loaded.");
    }

    [Fact]
    public void Constructors_MessageAndInnerException_AreKept()
    {
        InvalidOperationException cause = new();

        new RustException("why", cause).Should().Match<RustException>(
            exception => exception.Message == "why" && exception.InnerException == cause && exception.Kind == RustErrorKind.Failed);
        new RustPanicException("why", cause).Should().Match<RustPanicException>(
            exception => exception.Message == "why" && exception.InnerException == cause && exception.Kind == RustErrorKind.Panicked);
        new RustLibraryLoadException("why", cause).Should().Match<RustLibraryLoadException>(
            exception => exception.Message == "why" && exception.InnerException == cause);
    }
}
