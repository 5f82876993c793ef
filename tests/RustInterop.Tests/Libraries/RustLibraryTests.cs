using System.Buffers;
using System.Text.Json.Serialization.Metadata;
using RustInterop.Loading;
using RustInterop.Tests.Loading;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Libraries;

public sealed class RustLibraryTests
{
    private const int Threads = 64;

    private static readonly Order Order = new("Ada", [new("pen", 2, 1.5)]);

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
    public void Load_RelativePath_IsOneFromTheCurrentDirectory()
    {
        using RustLibrary library = RustLibrary.Load(
            Path.Combine(".", Path.GetRelativePath(Environment.CurrentDirectory, Workshop.Library.Path)));

        library.Path.Should().Be(Workshop.Library.Path);
    }

    [Fact]
    public void Load_NothingThere_ThrowsWithThePathsTried()
    {
        Action byName = () => RustLibrary.Load("acme_nowhere");
        Action byPath = () => RustLibrary.Load("/nowhere/acme.so");

        byName.Should().Throw<RustLibraryLoadException>().WithMessage(
            $"*{LibrarySearch.FileName("acme_nowhere")}*{AppContext.BaseDirectory}*: not there*");
        byPath.Should().Throw<RustLibraryLoadException>().WithMessage($"*{Path.GetFullPath("/nowhere/acme.so")}: not there");
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
    public void Procedures_OfAUsersLibrary_AreItsOwnInOrder() =>
        Workshop.Library.Procedures.Should().Equal(
            "bill",
            "count_to",
            "end_threads_left",
            "fail",
            "half",
            "join_thread_that_panics",
            "leave_thread_that_panics",
            "length",
            "look_like_an_error",
            "mirror",
            "mirror_input",
            "not_a_number",
            "nothing",
            "panic_with",
            "scope_thread_that_panics",
            "text_of",
            "wait_for_cancel");

    [Fact]
    public void Procedures_OfTheBuiltInLibrary_AreStartProcedure()
    {
        using RustLibrary library = RustLibrary.Load(NativeLibraryFile.Path);

        library.Procedures.Should().Equal("start_procedure");
    }

    [Fact]
    public void GetProcedure_NotThere_ThrowsWithThoseThatAreAndTheNearest()
    {
        Action misspelled = () => Workshop.Library.GetProcedure("bil");
        Action unlike = () => Workshop.Library.GetProcedure("analyse");

        misspelled.Should().Throw<EntryPointNotFoundException>().WithMessage(
            $"{Workshop.Library.Path} exports no procedure 'bil'. It exports bill, count_to, *wait_for_cancel. Did you mean 'bill'?");
        unlike.Should().Throw<EntryPointNotFoundException>().WithMessage("*'analyse'. It exports *wait_for_cancel.");
    }

    [LinuxFact]
    public void Procedures_FileGone_AreThoseOfWhatIsLoaded()
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
    public void Dispose_ProcedureInHand_CannotBeCalledAnyMore()
    {
        RustLibrary library = RustLibrary.Load(Workshop.Name);
        RustProcedure<Order, Bill> bill = library.GetProcedure("bill", WorkshopJson.Default.Order, WorkshopJson.Default.Bill);

        library.Dispose();
        library.Dispose();

        FluentActions.Invoking(() => bill.Invoke(Order)).Should().Throw<ObjectDisposedException>();
        FluentActions.Invoking(() => library.GetProcedure("bill")).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public async Task Dispose_ProcedureInHand_CannotBeCalledByTaskEither()
    {
        RustLibrary library = RustLibrary.Load(Workshop.Name);
        RustProcedure<Order, Bill> bill = library.GetProcedure("bill", WorkshopJson.Default.Order, WorkshopJson.Default.Bill);
        library.Dispose();

        Func<Task> invoke = () => bill.InvokeAsync(Order);

        await invoke.Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public void Dispose_AnotherObjectOfTheSameLibrary_GoesOn()
    {
        RustLibrary.Load(Workshop.Name).Dispose();

        Workshop.Bill.Invoke(Order).Total.Should().Be(3);
    }

    [LinuxFact]
    public async Task Dispose_WhileManyThreadsCall_LetsEachCallEndOrRefusesIt()
    {
        using TemporaryFolder folder = new();
        RustLibrary library = Workshop.LoadCopy(folder);
        RustProcedure<Order, Bill> bill = library.GetProcedure("bill", WorkshopJson.Default.Order, WorkshopJson.Default.Bill);
        using CountdownEvent calling = new(Threads);
        Task[] callers = OnThreads(() =>
        {
            bill.Invoke(Order).Total.Should().Be(3);
            calling.Signal();
            while (true)
            {
                bill.Invoke(Order).Total.Should().Be(3);
            }
        });
        calling.Wait();

        library.Dispose();

        foreach (Task caller in callers)
        {
            await FluentActions.Awaiting(() => caller).Should().ThrowAsync<ObjectDisposedException>();
        }

        library.LiveStrings().Should().Be(0);
    }

    [LinuxFact]
    public async Task Load_FromManyThreadsAtOnce_EachCanCallAndDispose()
    {
        using TemporaryFolder folder = new();
        string path = Workshop.LoadCopy(folder).Path;

        await Task.WhenAll(OnThreads(() =>
        {
            using RustLibrary library = RustLibrary.Load(path);
            library.GetProcedure("bill", WorkshopJson.Default.Order, WorkshopJson.Default.Bill)
                .Invoke(Order).Total.Should().Be(3);
        }));
    }

    private static Task[] OnThreads(Action call) =>
        [.. Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];

    [LinuxFact]
    public async Task Dispose_CallInFlight_EndsWithItsResult()
    {
        using TemporaryFolder folder = new();
        RustLibrary library = Workshop.LoadCopy(folder);
        RustProcedure<string, bool, Waiting> wait = library.GetProcedure(
            "wait_for_cancel", WorkshopJson.Default.String, WorkshopJson.Default.Boolean, WorkshopJson.Default.Waiting);
        using CancellationTokenSource cancellation = new();
        TaskCompletionSource ready = new();
        Task<bool> running = wait.InvokeAsync("return_true", new Handler<Waiting>(_ => ready.SetResult()), cancellation.Token);
        await ready.Task;

        library.Dispose();
        await cancellation.CancelAsync();

        (await running).Should().BeTrue();
        library.LiveStrings().Should().Be(0);
    }

    [LinuxFact]
    public void Invoke_SeveralLibraries_EachFreesItsOwnStrings()
    {
        using TemporaryFolder first = new();
        using TemporaryFolder second = new();
        using RustLibrary one = Workshop.LoadCopy(first);
        using RustLibrary other = Workshop.LoadCopy(second);

        foreach (RustLibrary library in (RustLibrary[])[one, other, one, Workshop.Library, other])
        {
            library.GetProcedure("bill", WorkshopJson.Default.Order, WorkshopJson.Default.Bill)
                .Invoke(Order).Total.Should().Be(3);
        }

        one.LiveStrings().Should().Be(0);
        other.LiveStrings().Should().Be(0);
    }

    [Fact]
    public void GetProcedure_BuiltInOneOfAUsersLibrary_IsNotThere()
    {
        Action get = () => Workshop.Library.GetProcedure("start_procedure");

        get.Should().Throw<EntryPointNotFoundException>();
    }

    [Fact]
    public void Load_BuiltInLibrary_IsOneLikeAnyOther()
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
    public async Task GetProcedure_FunctionThatIsNoProcedure_IsNotThere()
    {
        using TemporaryFolder folder = new();
        using RustLibrary library = RustLibrary.Load(
            await CLibrary.CompileAsync(folder, $"{CLibrary.Handshake} char *lonely(const char *input) {{ return 0; }}"));

        Action get = () => library.GetProcedure("lonely");

        get.Should().Throw<EntryPointNotFoundException>().WithMessage($"{library.Path} exports no procedure 'lonely'. It exports none.");
    }

    [ToolFact("cc")]
    public async Task Invoke_ReplyThatIsNull_ThrowsThatThereIsNone()
    {
        using TemporaryFolder folder = new();
        using RustLibrary library = RustLibrary.Load(await CLibrary.CompileAsync(
            folder,
            CLibrary.Handshake + """
                char *silent(const char *input) { return 0; }
                struct callbacks { void *context; void (*progress)(void *, const char *); void (*completed)(void *, char *); };
                void *silent_async(const char *input, const struct callbacks *c) { c->completed(c->context, 0); return 0; }
                """));
        RustProcedure raw = library.GetProcedure("silent");
        RustProcedure<int, int> typed = library.GetProcedure(
            "silent", WorkshopJson.Default.Int32, WorkshopJson.Default.Int32);

        Func<Task>[] calls =
        [
            () => Task.FromResult(typed.Invoke(1)),
            () => typed.InvokeAsync(1),
            () => raw.InvokeAsync("1"u8.ToArray(), new ArrayBufferWriter<byte>()),
            () => Task.Run(() => raw.Invoke("1"u8, new ArrayBufferWriter<byte>())),
        ];

        foreach (Func<Task> call in calls)
        {
            (await call.Should().ThrowAsync<RustException>()).Which.Kind.Should().Be(RustErrorKind.InvalidReply);
        }
    }
}
