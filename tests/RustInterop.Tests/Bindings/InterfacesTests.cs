using RustInterop.Tests.RecordTypes;
using Records = RustInterop.Tests.RecordTypes.Records;

namespace RustInterop.Tests.Bindings;

/// <summary>Traits of a crate, which C# implements.</summary>
public sealed class InterfacesTests : RecordsLibraryTests
{
    [Fact]
    public void Interface_EachMethod_IsCalledWithItsArguments()
    {
        Animals animals = new();

        IReadOnlyList<string> lemmas = Records.UseDictionary("mice ran", animals);

        lemmas.Should().Equal("2", "false", "3", "mouse0", "");
        animals.Words.Select(word => word.Text).Should().Equal("mice", "ran");
    }

    [Fact]
    public async Task Interface_OfACallByTask_IsCalled() =>
        (await Records.UseDictionaryAsync("mice", new Animals())).Should().Equal("1", "false", "3", "mouse0");

    [Fact]
    public void Interface_Null_ThrowsArgumentNullException() =>
        FluentActions.Invoking(() => Records.UseDictionary("a", null!)).Should().Throw<ArgumentNullException>().WithParameterName("dictionary");

    [Fact]
    public void Interface_ThatThrowsTheErrorOfRust_GivesRustThatError()
    {
        RustException<LookupError> exception = FluentActions.Invoking(() => Records.UseDictionary("cat", new Animals()))
            .Should().Throw<RustException<LookupError>>().Which;

        exception.Error.Should().Be(new LookupError.Unknown("cat"));
        exception.InnerException!.StackTrace.Should().Contain(nameof(Animals.LookUp));
    }

    [Fact]
    public void Interface_ThatThrowsAnotherException_IsTheInnerException()
    {
        Animals animals = new() { Failure = new TimeoutException("late") };

        RustException<LookupError> exception = FluentActions.Invoking(() => Records.UseDictionary("mice", animals))
            .Should().Throw<RustException<LookupError>>().Which;

        exception.Error.Should().Be(new LookupError.Other { Message = "late" });
        exception.InnerException.Should().BeSameAs(animals.Failure);
    }

    [Fact]
    public void Interface_WithNamesThatCSharpHas_IsCalled() => Records.CallNamed(new Renamed()).Should().Be((3u, "disposed"));

    [Fact]
    public void Interface_InARecordThatAnObjectKeeps_IsCalledUntilTheObjectIsDisposedOf()
    {
        Animals first = new();
        Animals second = new();
        Bookcase bookcase = new(new Shelf { First = first, Others = [second, second] });
        first.Add([new() { Text = "a", Place = 0 }]);
        second.Add([new() { Text = "b", Place = 0 }]);

        bookcase.Count().Should().Be(3);
        Library.LiveHandles().Should().Be(1 + (3 * 4), "it keeps each method of each dictionary");
        bookcase.Dispose();
        Library.LiveHandles().Should().Be(0);
    }

    private sealed class Animals : IDictionary
    {
        public List<Token> Words { get; } = [];

        public Exception? Failure { get; init; }

        public string? LookUp(string word, uint place) => word switch
        {
            "mice" => $"mouse{place}",
            "cat" => throw new RustException<LookupError>("unknown", new LookupError.Unknown(word)),
            _ => null,
        };

        public ulong Count() => Failure is null ? (ulong)Words.Count : throw Failure;

        public void Add(IReadOnlyList<Token> words) => Words.AddRange(words);

        public uint Pair((uint, uint) pair) => pair.Item1 + pair.Item2;
    }

    private sealed class Renamed : INamed
    {
        private uint _sum;

        public void GetTypeMethod(uint @in, uint input) => _sum += @in + input;

        public void ToStringMethod(ValueTuple callback)
        {
        }

        public (uint, string) Dispose() => (_sum, "disposed");
    }
}
