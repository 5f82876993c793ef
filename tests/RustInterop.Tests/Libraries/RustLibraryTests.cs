using System.Text.Json.Serialization.Metadata;
using RustInterop.Loading;
using RustInterop.Tests.Loading;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Libraries;

public sealed class RustLibraryTests
{
    [Fact]
    public void Load_Name_FindsItBesideTheApplication()
    {
        using RustLibrary library = RustLibrary.Load(Workshop.Name);

        library.Path.Should().Be(Path.Combine(AppContext.BaseDirectory, LibrarySearch.FileName(Workshop.Name)));
    }

    [Fact]
    public void Load_NameOfAFile_FindsItAsWell()
    {
        using RustLibrary library = RustLibrary.Load(LibrarySearch.FileName(Workshop.Name));

        library.Path.Should().Be(Workshop.Library.Path);
    }

    [Fact]
    public void Load_RelativePath_StartsAtTheCurrentDirectory()
    {
        using RustLibrary library = RustLibrary.Load(
            Path.Combine(".", Path.GetRelativePath(Environment.CurrentDirectory, Workshop.Library.Path)));

        library.Path.Should().Be(Workshop.Library.Path);
    }

    [Fact]
    public void Load_NoFile_ThrowsWithThePathsTried()
    {
        Action byName = () => RustLibrary.Load("acme_nowhere");
        Action byPath = () => RustLibrary.Load("/nowhere/acme.so");

        byName.Should().Throw<RustLibraryLoadException>().WithMessage(
            $"*{LibrarySearch.FileName("acme_nowhere")}*{AppContext.BaseDirectory}*: not found*");
        byPath.Should().Throw<RustLibraryLoadException>().WithMessage($"*{Path.GetFullPath("/nowhere/acme.so")}: not found");
    }

    [Fact]
    public void Load_NameOfACrate_HintsAtTheNameOfItsLibrary()
    {
        Action load = () => RustLibrary.Load("acme-nowhere");

        load.Should().Throw<RustLibraryLoadException>().WithMessage($"*is it {LibrarySearch.FileName("acme_nowhere")}?");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Load_NoName_ThrowsForTheArgument(string? name)
    {
        Action load = () => RustLibrary.Load(name!);

        load.Should().Throw<ArgumentException>().WithParameterName("nameOrPath");
    }

    [Fact]
    public void Procedures_UsersLibrary_AreItsOwnInOrdinalOrder() =>
        Workshop.Library.Procedures.Should().Equal(
            "bill",
            "close",
            "count_to",
            "depth",
            "descend",
            "end_threads_left",
            "fail",
            "half",
            "join_thread_that_panics",
            "leave_thread_that_panics",
            "length",
            "look_like_an_error",
            "malloc",
            "mirror",
            "mirror_input",
            "nest",
            "not_a_number",
            "nothing",
            "open",
            "panic_with",
            "read",
            "scope_thread_that_panics",
            "text_of",
            "travel",
            "wait_for_cancel",
            "write");

    [Fact]
    public void Procedures_BuiltInLibrary_IncludeStartProcedure()
    {
        using RustLibrary library = RustLibrary.Load(NativeLibraryFile.Path);

        library.Procedures.Should().Contain("start_procedure");
    }

    [Fact]
    public void GetProcedure_UnknownName_ThrowsWithTheExportsAndTheNearestName()
    {
        Action misspelled = () => Workshop.Library.GetProcedure("bil");
        Action unlike = () => Workshop.Library.GetProcedure("analyse");

        misspelled.Should().Throw<EntryPointNotFoundException>().WithMessage(
            $"{Workshop.Library.Path} exports no procedure 'bil'. It exports bill, close, *wait_for_cancel, write. Did you mean 'bill'?");
        unlike.Should().Throw<EntryPointNotFoundException>().WithMessage("*'analyse'. It exports *wait_for_cancel, write.");
    }

    [LinuxFact]
    public void Procedures_FileGone_AreThoseOfTheLoadedLibrary()
    {
        TemporaryFolder folder = new();
        using RustLibrary library = Workshop.LoadCopy(folder);
        folder.Dispose();

        library.Procedures.Should().Equal(Workshop.Library.Procedures);
        library.LiveStrings().Should().Be(0);
    }

    [Fact]
    public void GetProcedure_NullArgument_ThrowsForIt()
    {
        RustLibrary library = Workshop.Library;
        JsonTypeInfo<Order> order = WorkshopJson.Default.Order;
        JsonTypeInfo<Bill> bill = WorkshopJson.Default.Bill;

        FluentActions.Invoking(() => library.GetProcedure(null!)).Should().Throw<ArgumentException>().WithParameterName("name");
        FluentActions.Invoking(() => library.GetProcedure("")).Should().Throw<ArgumentException>().WithParameterName("name");
        FluentActions.Invoking(() => library.GetProcedure<Order, Bill>("bill", null!, bill))
            .Should().Throw<ArgumentNullException>().WithParameterName("input");
        FluentActions.Invoking(() => library.GetProcedure<Order, Bill>("bill", order, null!))
            .Should().Throw<ArgumentNullException>().WithParameterName("output");
        FluentActions.Invoking(() => library.GetProcedure<Order, Bill, Step>("bill", null!, bill, WorkshopJson.Default.Step))
            .Should().Throw<ArgumentNullException>().WithParameterName("input");
        FluentActions.Invoking(() => library.GetProcedure<Order, Bill, Step>("bill", order, null!, WorkshopJson.Default.Step))
            .Should().Throw<ArgumentNullException>().WithParameterName("output");
        FluentActions.Invoking(() => library.GetProcedure<Order, Bill, Step>("bill", order, bill, null!))
            .Should().Throw<ArgumentNullException>().WithParameterName("progress");
    }

    [Fact]
    public void GetProcedure_StartProcedureOfAUsersLibrary_DoesNotExist()
    {
        Action get = () => Workshop.Library.GetProcedure("start_procedure");

        get.Should().Throw<EntryPointNotFoundException>();
    }

    [Fact]
    public void Load_BuiltInLibrary_WorksLikeAnyOther()
    {
        using RustLibrary library = RustLibrary.Load(NativeLibraryFile.Path);

        library.GetProcedure("start_procedure").Name.Should().Be("start_procedure");
    }

    [ToolFact("cc")]
    public async Task Load_ExportMissing_ThrowsWithItsName()
    {
        using TemporaryFolder folder = new();
        string path = await CLibrary.CompileAsync(folder, CLibrary.Handshake.Replace("free_mem", "free_something"));

        Action load = () => RustLibrary.Load(path);

        load.Should().Throw<RustLibraryLoadException>().WithMessage($"{path}*does not export free_mem*");
    }

    [ToolFact("cc")]
    public async Task GetProcedure_FunctionThatIsNotListed_DoesNotExist()
    {
        using TemporaryFolder folder = new();
        using RustLibrary library = RustLibrary.Load(await CLibrary.CompileAsync(folder, CLibrary.Handshake + Function("lonely")));

        Action get = () => library.GetProcedure("lonely");

        get.Should().Throw<EntryPointNotFoundException>().WithMessage($"{library.Path} exports no procedure 'lonely'. It exports none.");
    }

    [ToolFact("cc")]
    public async Task GetProcedure_ListWithoutSymbols_ThrowsThatItDoesNotFit()
    {
        using TemporaryFolder folder = new();
        using RustLibrary library = RustLibrary.Load(await CLibrary.CompileAsync(
            folder, CLibrary.HandshakeWith(("lonely", "acme_lonely")).Replace("symbol", "name")));

        Action get = () => library.GetProcedure("lonely");

        get.Should().Throw<RustException>().Which.Kind.Should().Be(RustErrorKind.InvalidReply);
    }

    [ToolFact("cc")]
    public async Task GetProcedure_ListedButNotExported_ThrowsWithTheSymbol()
    {
        using TemporaryFolder folder = new();
        using RustLibrary library = RustLibrary.Load(
            await CLibrary.CompileAsync(folder, CLibrary.HandshakeWith(("lonely", "acme_lonely")) + "char *acme_lonely(void) { return 0; }"));

        Action get = () => library.GetProcedure("lonely");

        get.Should().Throw<RustLibraryLoadException>().WithMessage($"{library.Path}*does not export acme_lonely_async.");
    }

    [ToolFact("cc")]
    public async Task GetProcedure_NameOfSeveral_ThrowsWithTheirSymbolsWhichWork()
    {
        using TemporaryFolder folder = new();
        using RustLibrary library = RustLibrary.Load(await CLibrary.CompileAsync(
            folder,
            CLibrary.HandshakeWith(("close", "file_close"), ("close", "door_close"), ("open", "door_open"))
            + Function("file_close") + Function("door_close") + Function("door_open")));

        Action get = () => library.GetProcedure("close");

        get.Should().Throw<EntryPointNotFoundException>().WithMessage(
            $"{library.Path} exports several procedures 'close': file_close, door_close. Use one of these symbols as the name.");
        library.Procedures.Should().Equal("door_close", "file_close", "open");
        library.Procedures.Select(library.GetProcedure).Select(procedure => procedure.Name).Should().Equal("close", "close", "open");
    }

    [Fact]
    public void GetProcedure_Symbol_IsTheProcedure() =>
        Workshop.Library.GetProcedure("workshop_bill").Name.Should().Be("bill");

    [Theory]
    [InlineData("close")]
    [InlineData("malloc")]
    [InlineData("open")]
    [InlineData("read")]
    [InlineData("write")]
    public void GetProcedure_NameOfAFunctionOfTheCLibrary_IsTheUsers(string name) =>
        Workshop.Library.GetProcedure(name, WorkshopJson.Default.String, WorkshopJson.Default.String)
            .Invoke("it").Should().Be($"{name} it");

    private static string Function(string symbol) => $$"""
        char *{{symbol}}(const char *input) { return 0; }
        void *{{symbol}}_async(const char *input, const void *callbacks) { return 0; }

        """;
}
