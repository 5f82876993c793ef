using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using RustInterop.Crossing;
using RustInterop.Loading;

namespace RustInterop;

/// <summary>
/// Your own native library: a Rust <c>cdylib</c> that exports functions with <c>rust_interop::procedure!</c>. Thread-safe.
/// </summary>
/// <remarks>
/// Loading a library twice gives two objects for the same library. With several libraries, each frees its own strings.
/// </remarks>
/// <example>
/// <code>
/// using RustLibrary library = RustLibrary.Load("acme_text");
/// RustProcedure&lt;Input, Output&gt; analyse = library.GetProcedure("analyse", AcmeJson.Default.Input, AcmeJson.Default.Output);
/// Output output = await analyse.InvokeAsync(input, cancellationToken);
/// </code>
/// </example>
public sealed class RustLibrary : IDisposable
{
    private readonly Lazy<LoadedLibrary> _library;
    private readonly Lazy<ProcedureList> _procedures;
    private volatile bool _isDisposed;

    /// <param name="name">Its name.</param>
    /// <param name="library">Loads it, if it is not loaded yet, for the first member that needs it.</param>
    internal RustLibrary(string name, Lazy<LoadedLibrary> library)
    {
        Name = name;
        _library = library;
        _procedures = new(() => library.Value.Procedures(), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Its name, such as <c>acme_text</c>: that of its file, without what comes before and after it on this system.</summary>
    public string Name { get; }

    /// <summary>The file that was loaded.</summary>
    /// <exception cref="RustLibraryLoadException">The library of a generated class does not load.</exception>
    public string Path => Loaded().Path;

    /// <summary>
    /// The names of the procedures that the library exports, in ordinal order. If crates of the library share a name, the list
    /// has the symbols of these procedures instead. The library is asked once.
    /// </summary>
    /// <exception cref="RustException">The library has no memory for the list.</exception>
    public IReadOnlyList<string> Procedures => _procedures.Value.Names;

    /// <summary>Loads a library and checks that it has the ABI of this version of RustInterop.</summary>
    /// <param name="nameOrPath">
    /// A name, such as <c>acme_text</c> for <c>libacme_text.so</c> or <c>acme_text.dll</c>; or a path, which contains a
    /// folder. A name is searched for beside the application, in its <c>runtimes</c> folders and where the .NET host finds
    /// native files, but never in the current directory or by the system's own search (<c>LD_LIBRARY_PATH</c>, <c>PATH</c>).
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="nameOrPath"/> is null, empty or white space.</exception>
    /// <exception cref="RustLibraryLoadException">
    /// The library is missing, does not load, has another ABI, or is not a RustInterop library.
    /// </exception>
    public static RustLibrary Load(string nameOrPath) => Load(nameOrPath, typeof(RustLibrary).Assembly);

    /// <summary>Loads the library of an assembly, such as a plugin's, and checks that it has the ABI of this version of RustInterop.</summary>
    /// <param name="nameOrPath">
    /// A name or a path, as for <see cref="Load(string)"/>. A name is searched for beside <paramref name="assembly"/> first, and
    /// at last by its <see cref="System.Runtime.Loader.AssemblyLoadContext"/>.
    /// </param>
    /// <param name="assembly">The assembly that needs the library.</param>
    /// <exception cref="ArgumentException"><paramref name="nameOrPath"/> is null, empty or white space.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="assembly"/> is null.</exception>
    /// <exception cref="RustLibraryLoadException">
    /// The library is missing, does not load, has another ABI, or is not a RustInterop library.
    /// </exception>
    public static RustLibrary Load(string nameOrPath, Assembly assembly)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrPath);
        ArgumentNullException.ThrowIfNull(assembly);
        LoadedLibrary library = LibrarySearch.IsPath(nameOrPath)
            ? LoadedLibrary.Load(nameOrPath, [System.IO.Path.GetFullPath(nameOrPath)])
            : LoadedLibrary.Load(
                LibrarySearch.FileName(nameOrPath),
                LibrarySearch.Candidates(nameOrPath, assembly),
                LibrarySearch.LoadContext(nameOrPath, assembly));
        return new(LibrarySearch.Name(nameOrPath), new Lazy<LoadedLibrary>(library));
    }

    /// <summary>Gets a procedure that takes and returns JSON.</summary>
    /// <param name="name">
    /// The Rust function's name, such as <c>analyse</c>; or its symbol, such as <c>acme_text_analyse</c>, which you need only if
    /// crates of the library share the name.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or empty.</exception>
    /// <exception cref="EntryPointNotFoundException">
    /// The library exports no such procedure, or several. The message lists the ones it has.
    /// </exception>
    /// <exception cref="RustException">The library has no memory for the list of its procedures.</exception>
    /// <exception cref="RustLibraryLoadException">The library lists the procedure, but does not export it.</exception>
    /// <exception cref="ObjectDisposedException">The library was disposed of.</exception>
    public RustProcedure GetProcedure(string name)
    {
        ListedProcedure procedure = Find(name);
        return new(procedure.Name, Loaded().Bind(procedure));
    }

    /// <summary>Gets a procedure with a typed input and output.</summary>
    /// <typeparam name="TInput">The C# side of the Rust function's input.</typeparam>
    /// <typeparam name="TOutput">
    /// The C# side of its output; a nullable type if Rust's is an <c>Option</c> or <c>()</c>.
    /// </typeparam>
    /// <param name="name">The Rust function's name, or its symbol.</param>
    /// <param name="input">How to write the input, for example from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <param name="output">How to read the output.</param>
    /// <inheritdoc cref="GetProcedure(string)"/>
    public RustProcedure<TInput, TOutput> GetProcedure<TInput, TOutput>(
        string name, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ListedProcedure procedure = Find(name);
        return new(procedure.Name, Loaded().Bind(procedure), input, output);
    }

    /// <summary>Gets a procedure with a typed input and output that reports typed progress.</summary>
    /// <typeparam name="TInput">The C# side of the Rust function's input.</typeparam>
    /// <typeparam name="TOutput">
    /// The C# side of its output; a nullable type if Rust's is an <c>Option</c> or <c>()</c>.
    /// </typeparam>
    /// <typeparam name="TProgress">The C# side of what it passes to <c>Context::report</c>.</typeparam>
    /// <param name="name">The Rust function's name, or its symbol.</param>
    /// <param name="input">How to write the input, for example from a source-generated <c>JsonSerializerContext</c>.</param>
    /// <param name="output">How to read the output.</param>
    /// <param name="progress">How to read the progress.</param>
    /// <inheritdoc cref="GetProcedure(string)"/>
    public RustProcedure<TInput, TOutput, TProgress> GetProcedure<TInput, TOutput, TProgress>(
        string name, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output, JsonTypeInfo<TProgress> progress)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(progress);
        ListedProcedure procedure = Find(name);
        return new(procedure.Name, Loaded().Bind(procedure), input, output, progress);
    }

    /// <summary>Listens to what the library's Rust code logs with the crate <c>log</c>.</summary>
    /// <param name="level">The most verbose level to pass on. Rust makes no record beyond it.</param>
    /// <param name="handler">
    /// Gets each record before the Rust code that logs it goes on, on the thread of that code, and so from several threads at once. If
    /// it calls the library, it gets none of the records of that call.
    /// </param>
    /// <param name="onError">
    /// Gets the exceptions of <paramref name="handler"/>, which never reach Rust. Without it, they are lost. So is what it throws itself.
    /// </param>
    /// <returns>Dispose of it to stop. If nobody does, it listens until the process ends.</returns>
    /// <remarks>There may be several listeners. Each gets every record up to its level.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is not a level.</exception>
    /// <exception cref="InvalidOperationException">The library's Rust code has installed a logger of its own.</exception>
    /// <exception cref="NotSupportedException">
    /// The library is built without the feature <c>log</c> of <c>rust-interop</c>.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The library was disposed of.</exception>
    /// <exception cref="RustLibraryLoadException">The library of a generated class does not load.</exception>
    public RustLogListener ListenToLog(RustLogLevel level, Action<RustLogRecord> handler, Action<Exception>? onError = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        LoadedLibrary library = Loaded();
        library.ThrowIfUnusable();
        return RustLogListener.Start(library, level, handler, onError);
    }

    /// <summary>
    /// Refuses further calls. Running calls continue to their end. You can call this any number of times.
    /// </summary>
    /// <remarks>
    /// The library stays loaded until the process ends: a thread that Rust code started may still be running its code, and
    /// unloading that would crash the process.
    /// </remarks>
    public void Dispose()
    {
        _isDisposed = true;
        if (_library.IsValueCreated)
        {
            _library.Value.Close();
        }
    }

    /// <summary>The number of strings that the library has returned and not yet freed.</summary>
    internal long LiveStrings() => Loaded().LiveStrings();

    private LoadedLibrary Loaded()
    {
        LoadedLibrary library = _library.Value;
        if (_isDisposed)
        {
            library.Close();
        }

        return library;
    }

    /// <summary>The number of handles that the library has returned and that nobody has dropped.</summary>
    internal long LiveHandles() => Loaded().LiveHandles();

    private ListedProcedure Find(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Loaded().ThrowIfUnusable();
        return _procedures.Value.Find(name) switch
        {
            [ListedProcedure procedure] => procedure,
            [] => throw NoSuchProcedure(name),
            IReadOnlyList<ListedProcedure> several => throw SeveralProcedures(name, several),
        };
    }

    private EntryPointNotFoundException NoSuchProcedure(string name) =>
        new($"{Path} exports no procedure '{name}'. {ExportsInstead(name)}");

    private EntryPointNotFoundException SeveralProcedures(string name, IEnumerable<ListedProcedure> procedures) =>
        new($"{Path} exports several procedures '{name}': "
            + $"{string.Join(", ", procedures.Select(procedure => procedure.Symbol))}. Use one of these symbols as the name.");

    private string ExportsInstead(string name)
    {
        string? nearest = ProcedureNames.Nearest(name, Procedures);
        string hint = nearest is null ? "" : $" Did you mean '{nearest}'?";
        return Procedures.Count == 0 ? "It exports none." : $"It exports {string.Join(", ", Procedures)}.{hint}";
    }
}
