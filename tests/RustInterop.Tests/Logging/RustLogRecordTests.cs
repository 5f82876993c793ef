namespace RustInterop.Tests.Logging;

/// <summary>What a record says, whatever Rust code logs.</summary>
public sealed class RustLogRecordTests
{
    [Fact]
    public void Record_OfAMacro_HasAllThatItSays()
    {
        using HeardRecords heard = new("talker");

        Talker.TalkByDefault();

        heard.Only.Level.Should().Be(RustLogLevel.Info);
        heard.Only.Message.Should().Be("by default");
        heard.Only.ToString().Should().Be("by default");
        heard.Only.ModulePath.Should().Be("talker");
        heard.Only.File.Should().Be("src/lib.rs");
        heard.Only.Line.Should().BePositive();
        heard.Only.KeyValues.Should().BeEmpty();
    }

    [Fact]
    public void KeyValues_OfEveryKind_HaveTheirTypes()
    {
        using HeardRecords heard = new("key values");

        Talker.TalkWithKeyValues("key values");

        heard.Only.Message.Should().Be("2 hits");
        heard.Only.KeyValues.SkipLast(1).Should().Equal(
            new("user", "Ann \"A.\""), new("count", -3L), new("largest", ulong.MaxValue), new("share", 0.25), new("lost", "NaN"),
            new("fine", true), new("list", "[1, 2]"));
        heard.Only.KeyValues[^1].Key.Should().Be("broken");
        heard.Only.KeyValues[^1].Value.Should().BeOfType<string>()
            .Which.Should().StartWith("[a value panicked while it was formatted: no text at src/lib.rs:");
    }

    [Theory]
    [InlineData("a\0b", "NUL")]
    [InlineData("é 🦀 \uFFFF\n", "any character")]
    [InlineData("", "nothing")]
    public void Message_AnyText_IsExact(string text, string target)
    {
        using HeardRecords heard = new(target);

        Talker.Talk(Level.Info, target, text);

        heard.Only.Message.Should().Be(text);
    }

    [Fact]
    public void Message_Huge_IsWhole()
    {
        string text = new('x', 8 << 20);
        using HeardRecords heard = new("huge");

        Talker.Talk(Level.Info, "huge", text);

        (heard.Only.Message == text).Should().BeTrue();
    }

    [Fact]
    public void Target_Long_IsWhole()
    {
        string target = new('t', 1000);
        using HeardRecords heard = new(target);

        Talker.Talk(Level.Info, target, "far");

        heard.Messages.Should().Equal("far");
    }

    [Fact]
    public void Message_ValueThatPanics_SaysSo()
    {
        using HeardRecords heard = new("panic");

        Talker.TalkAboutAPanic("panic");

        heard.Messages.Should().SatisfyRespectively(
            first => first.Should().StartWith("value: [a value panicked while it was formatted: no text at src/lib.rs:"),
            next => next.Should().Be("next"));
    }

    [Fact]
    public void Record_OfADestructorWhileAPanicUnwinds_ComesBeforeTheException()
    {
        using HeardRecords heard = new("unwinding");

        FluentActions.Invoking(() => Talker.TalkWhilePanicking("unwinding")).Should().Throw<RustPanicException>()
            .WithMessage("*on purpose*");

        heard.Messages.Should().Equal("dropped");
    }
}
