using System.ComponentModel;
using System.Runtime.CompilerServices;
using RustInterop.Crossing;
using RustInterop.Loading;

namespace RustInterop.Bindings;

/// <summary>For generated code: the shape of an export, as text in the assembly's own memory.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate ReadOnlySpan<byte> GeneratedShape();

/// <summary>For generated code: an export of a library, bound and checked by the first call. Thread-safe.</summary>
/// <typeparam name="TInput">The C# side of its input.</typeparam>
/// <typeparam name="TOutput">The C# side of its output.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public class GeneratedExport<TInput, TOutput>
{
    private readonly GeneratedLibrary _library;
    private readonly string _symbol;
    private readonly GeneratedShape _shape;
    private readonly GeneratedError? _error;
    private volatile RustProcedure<TInput, TOutput>? _procedure;
    private DirectExport? _direct;

    /// <summary>Describes the export.</summary>
    /// <param name="library">The library that has it.</param>
    /// <param name="symbol">Its name in the library.</param>
    /// <param name="types">The types of the library.</param>
    /// <param name="error">How its errors are read; null if they are only texts.</param>
    /// <param name="shape">What the generated code was made from.</param>
    public GeneratedExport(GeneratedLibrary library, string symbol, JsonTypes types, GeneratedError? error, GeneratedShape shape)
    {
        _library = library;
        _symbol = symbol;
        _shape = shape;
        _error = error;
        Types = types;
    }

    private protected JsonTypes Types { get; }

    /// <summary>The direct entry; null if the library has none for what the generated code was made from.</summary>
    /// <exception cref="RustLibraryLoadException">The library does not load, or has another export of that name.</exception>
    public DirectExport? Direct => _direct ?? BoundDirect();

    /// <summary>Calls the export and blocks until it ends.</summary>
    /// <param name="input">The input.</param>
    public TOutput Invoke(TInput input) => Procedure().Invoke(input);

    /// <summary>Calls the export and blocks until it ends. Meanwhile it may read the bytes that the input lends.</summary>
    /// <param name="input">The input.</param>
    /// <param name="first">The bytes of <c>new LentBytes(1)</c>.</param>
    /// <param name="second">As above, and so on.</param>
    /// <param name="third">As above, and so on.</param>
    /// <param name="fourth">As above.</param>
    public unsafe TOutput Invoke(
        TInput input, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default, ReadOnlySpan<byte> third = default, ReadOnlySpan<byte> fourth = default)
    {
        fixed (byte* one = first, two = second, three = third, four = fourth)
        {
            ReadOnlySpan<PinnedBytes> spans =
            [
                new((nint)one, first.Length), new((nint)two, second.Length), new((nint)three, third.Length), new((nint)four, fourth.Length),
            ];
            return Procedure().Call(input, spans).OutputOrThrow();
        }
    }

    /// <summary>Calls the export without blocking a .NET thread while it runs.</summary>
    /// <param name="input">The input, written before the method returns.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<TOutput> InvokeAsync(TInput input, CancellationToken cancellationToken)
    {
        try
        {
            return Procedure().InvokeAsync(input, cancellationToken);
        }
        catch (RustLibraryLoadException exception)
        {
            return Task.FromException<TOutput>(exception);
        }
    }

    /// <summary>Takes the items of the stream that the export returns. Each enumeration calls the export.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="input">The input, written when the enumeration begins.</param>
    /// <param name="cancellationToken">Cancels the call, and ends the enumeration.</param>
    public IAsyncEnumerable<T> ReadAsync<T>(TInput input, CancellationToken cancellationToken) =>
        ReadFromAsync<T>(token => InvokeAsync(input, token), cancellationToken);

    private protected static async IAsyncEnumerable<T> ReadFromAsync<T>(
        Func<CancellationToken, Task<TOutput>> call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        object? stream = await call(cancellationToken).ConfigureAwait(false);
        await foreach (T item in ((RustStream<T>)stream!).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
    }

    private DirectExport? BoundDirect()
    {
        Procedure();
        return _direct;
    }

    /// <exception cref="RustLibraryLoadException">The library does not load, or has another export of that name.</exception>
    private protected RustProcedure<TInput, TOutput> Procedure() => _procedure ??= Bind();

    private protected virtual RustProcedure<TInput, TOutput> Create(string name, ProcedureExports exports, GeneratedError? error)
    {
        RustProcedure<TInput, TOutput> procedure = new(name, exports, Types.Get<TInput>(), Types.Get<TOutput>());
        return error is null ? procedure : error.AddTo(procedure, Types);
    }

    private RustProcedure<TInput, TOutput> Bind()
    {
        LoadedLibrary library = _library.Load();
        ExportDescription description = library.Describe(_symbol);
        if (description.Shape.IsEmpty)
        {
            throw LoadErrors.NoSuchExport(library.Path, _symbol, library.Procedures().Names);
        }

        if (!description.HasShape(_shape()))
        {
            throw LoadErrors.OtherExport(library.Path, _symbol, ShapeDifference.Find(description.Shape, _shape()));
        }

        RustProcedure<TInput, TOutput> procedure = Create(_symbol, library.Bind(new ListedProcedure(_symbol, _symbol)), _error);
        // Both sides have to know the same convention.
        if (description.DirectEntry is nint entry and not 0 && description.Shape.SequenceEqual(_shape()))
        {
            _direct = new(library, entry, procedure.ErrorOf);
        }

        return procedure;
    }
}

/// <summary>For generated code: an export that reports progress.</summary>
/// <typeparam name="TInput">The C# side of its input.</typeparam>
/// <typeparam name="TOutput">The C# side of its output.</typeparam>
/// <typeparam name="TProgress">The C# side of its progress.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GeneratedExport<TInput, TOutput, TProgress> : GeneratedExport<TInput, TOutput>
{
    /// <inheritdoc/>
    public GeneratedExport(GeneratedLibrary library, string symbol, JsonTypes types, GeneratedError? error, GeneratedShape shape)
        : base(library, symbol, types, error, shape)
    {
    }

    /// <summary>Calls the export without blocking a .NET thread while it runs.</summary>
    /// <param name="input">The input, written before the method returns.</param>
    /// <param name="progress">Receives each report.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<TOutput> InvokeAsync(TInput input, IProgress<TProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return ((RustProcedure<TInput, TOutput, TProgress>)Procedure()).InvokeAsync(input, progress, cancellationToken);
        }
        catch (RustLibraryLoadException exception)
        {
            return Task.FromException<TOutput>(exception);
        }
    }

    /// <summary>Takes the items of the stream that the export returns. Each enumeration calls the export.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="input">The input, written when the enumeration begins.</param>
    /// <param name="progress">Receives each report of the call.</param>
    /// <param name="cancellationToken">Cancels the call, and ends the enumeration.</param>
    public IAsyncEnumerable<T> ReadAsync<T>(TInput input, IProgress<TProgress>? progress, CancellationToken cancellationToken) =>
        ReadFromAsync<T>(token => InvokeAsync(input, progress, token), cancellationToken);

    private protected override RustProcedure<TInput, TOutput> Create(string name, ProcedureExports exports, GeneratedError? error)
    {
        RustProcedure<TInput, TOutput, TProgress> procedure =
            new(name, exports, Types.Get<TInput>(), Types.Get<TOutput>(), Types.Get<TProgress>());
        return error is null ? procedure : error.AddTo(procedure, Types);
    }
}

/// <summary>For generated code: how the errors of an export are read.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class GeneratedError
{
    private protected GeneratedError()
    {
    }

    internal abstract RustProcedure<TInput, TOutput> AddTo<TInput, TOutput>(RustProcedure<TInput, TOutput> procedure, JsonTypes types);

    internal abstract RustProcedure<TInput, TOutput, TProgress> AddTo<TInput, TOutput, TProgress>(
        RustProcedure<TInput, TOutput, TProgress> procedure, JsonTypes types);
}

/// <summary>For generated code: how the errors of an export are read.</summary>
/// <typeparam name="TError">The C# side of its errors.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GeneratedError<TError> : GeneratedError
{
    internal override RustProcedure<TInput, TOutput> AddTo<TInput, TOutput>(
        RustProcedure<TInput, TOutput> procedure, JsonTypes types) =>
        procedure.WithError(types.Get<TError>());

    internal override RustProcedure<TInput, TOutput, TProgress> AddTo<TInput, TOutput, TProgress>(
        RustProcedure<TInput, TOutput, TProgress> procedure, JsonTypes types) =>
        procedure.WithError(types.Get<TError>());
}

/// <summary>For generated code: the input of an export without parameters.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NoArguments
{
    /// <summary>The one input.</summary>
    public static NoArguments Instance { get; } = new();
}
