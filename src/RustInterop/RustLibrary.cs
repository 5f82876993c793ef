using System.Text.Json.Serialization.Metadata;
using RustInterop.Crossing;
using RustInterop.Loading;

namespace RustInterop;

/// <summary>
/// A native library of your own: a Rust <c>cdylib</c> that exports its functions with <c>rust_interop::procedure!</c>.
/// Safe for use by several threads.
/// </summary>
/// <remarks>
/// Whoever loads it twice has two objects for one library. Its strings are freed by the library that made them, however many
/// are loaded.
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
    private readonly LoadedLibrary _library;
    private readonly Lazy<IReadOnlyList<string>> _procedures;

    private RustLibrary(LoadedLibrary library)
    {
        _library = library;
        _procedures = new(() => ProcedureNames.Of(library.Path), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>The file that was loaded.</summary>
    public string Path => _library.Path;

    /// <summary>
    /// The names of the procedures that the library exports, in ordinal order, the built-in <c>start_procedure</c> among
    /// them. They are read from the library's file, once.
    /// </summary>
    /// <exception cref="IOException">The file is not there any more, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read the file any more.</exception>
    /// <exception cref="BadImageFormatException">The file has been replaced by something else.</exception>
    public IReadOnlyList<string> Procedures => _procedures.Value;

    /// <summary>Loads a library and checks that it belongs to this version of RustInterop.</summary>
    /// <param name="nameOrPath">
    /// The library's name, such as <c>acme_text</c> for <c>libacme_text.so</c> or <c>acme_text.dll</c>, which is looked for
    /// beside the application, in its <c>runtimes</c> folders and where the .NET host finds native files, and never in the
    /// current directory or by the system's own search (<c>LD_LIBRARY_PATH</c>, <c>PATH</c>); or a path, which has a folder
    /// in it.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="nameOrPath"/> is null, empty or white space.</exception>
    /// <exception cref="RustLibraryLoadException">
    /// There is no such library, it will not load, or it is no RustInterop library of this version.
    /// </exception>
    public static RustLibrary Load(string nameOrPath)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrPath);
        return new(LibrarySearch.IsPath(nameOrPath)
            ? LoadedLibrary.Load(nameOrPath, [System.IO.Path.GetFullPath(nameOrPath)])
            : LoadedLibrary.Load(
                LibrarySearch.FileName(nameOrPath), LibrarySearch.Candidates(nameOrPath, typeof(RustLibrary).Assembly)));
    }

    /// <summary>A procedure whose input and output stay JSON.</summary>
    /// <param name="name">The Rust function's name.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null or empty.</exception>
    /// <exception cref="EntryPointNotFoundException">
    /// The library exports no such procedure. The message says which it does export.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The library was disposed of.</exception>
    public RustProcedure GetProcedure(string name) => new(name, Find(name));

    /// <summary>A procedure with a typed input and output.</summary>
    /// <typeparam name="TInput">The C# side of the Rust function's input.</typeparam>
    /// <typeparam name="TOutput">
    /// The C# side of its output; a type that can be null where Rust's is an <c>Option</c> or <c>()</c>.
    /// </typeparam>
    /// <param name="name">The Rust function's name.</param>
    /// <param name="input">How the input is written, of a source-generated <c>JsonSerializerContext</c>, say.</param>
    /// <param name="output">How the output is read.</param>
    /// <inheritdoc cref="GetProcedure(string)"/>
    public RustProcedure<TInput, TOutput> GetProcedure<TInput, TOutput>(
        string name, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        return new(name, Find(name), input, output);
    }

    /// <summary>A procedure with a typed input and output that reports typed progress.</summary>
    /// <typeparam name="TInput">The C# side of the Rust function's input.</typeparam>
    /// <typeparam name="TOutput">
    /// The C# side of its output; a type that can be null where Rust's is an <c>Option</c> or <c>()</c>.
    /// </typeparam>
    /// <typeparam name="TProgress">The C# side of what it gives to <c>Context::report</c>.</typeparam>
    /// <param name="name">The Rust function's name.</param>
    /// <param name="input">How the input is written, of a source-generated <c>JsonSerializerContext</c>, say.</param>
    /// <param name="output">How the output is read.</param>
    /// <param name="progress">How the progress is read.</param>
    /// <inheritdoc cref="GetProcedure(string)"/>
    public RustProcedure<TInput, TOutput, TProgress> GetProcedure<TInput, TOutput, TProgress>(
        string name, JsonTypeInfo<TInput> input, JsonTypeInfo<TOutput> output, JsonTypeInfo<TProgress> progress)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(progress);
        return new(name, Find(name), input, output, progress);
    }

    /// <summary>
    /// Lets no further call begin; those that run go on to their end. May be called any number of times.
    /// </summary>
    /// <remarks>
    /// The library's code stays in the process until that ends: threads that Rust code started may run in it at any time, and
    /// taking it from under one would crash the process.
    /// </remarks>
    public void Dispose() => _library.Close();

    /// <summary>The strings that the library has handed out and not got back.</summary>
    internal long LiveStrings() => _library.LiveStrings();

    private LoadedProcedure Find(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _library.ThrowIfUnusable();
        return _library.Find(name) ?? throw NoSuchProcedure(name);
    }

    private EntryPointNotFoundException NoSuchProcedure(string name) =>
        new($"{Path} exports no procedure '{name}'. {WhatThereIs(name)}");

    private string WhatThereIs(string name)
    {
        try
        {
            string? nearest = ProcedureNames.Nearest(name, Procedures);
            string hint = nearest is null ? "" : $" Is '{nearest}' meant?";
            return Procedures.Count == 0 ? "It exports none." : $"It exports {string.Join(", ", Procedures)}.{hint}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            return $"What it does export cannot be read: {exception.Message}";
        }
    }
}
