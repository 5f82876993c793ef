using RustInterop.Crossing;

namespace RustInterop.Tests;

public sealed class RustExceptionTests
{
    [Fact]
    public void Reported_EveryDetail_IsInMembersAndMessage()
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
    public void Reported_Panic_IsARustPanicExceptionWithItsLocation()
    {
        RustException exception = ReplyErrors.Reported(
            new(RustErrorKind.Panicked, "index out of bounds", Location: "src/fleet/job.rs:12"));

        RustPanicException panic = exception.Should().BeOfType<RustPanicException>().Subject;
        panic.Kind.Should().Be(RustErrorKind.Panicked);
        panic.Location.Should().Be("src/fleet/job.rs:12");
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

    [Fact]
    public void Constructors_MessageAndCause_AreKept()
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
