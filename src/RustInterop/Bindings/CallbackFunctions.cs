using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using RustInterop.Crossing;

namespace RustInterop.Bindings;

/// <summary>How a function is called without JSON.</summary>
/// <param name="Types">What it takes and returns, as the header says it, NUL-terminated.</param>
/// <param name="Invoke">Calls it.</param>
internal sealed record DirectCallback<TDelegate>(byte[] Types, DirectCallbackInvoker<TDelegate> Invoke);

/// <summary>A function that returns its output.</summary>
internal sealed unsafe class RegisteredFunction<TDelegate, TInput, TOutput>(
    LibraryExports library,
    JsonTypeInfo<TInput> inputType,
    JsonTypeInfo<TOutput> outputType,
    TDelegate function,
    CallbackInvoker<TDelegate, TInput, TOutput> invoke,
    DirectCallback<TDelegate>? direct)
    : RegisteredFunction(library, inputType.Options)
    where TDelegate : Delegate
{
    private protected override Delegate Function => function;

    private protected override ReadOnlySpan<byte> DirectTypes => direct is null || ExportDescription.WantsJson ? [] : direct.Types;

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Rust gets it, and the call's exception has it.")]
    private protected override void Invoke(ulong answer, in RustText input)
    {
        try
        {
            Answer(answer, invoke(function, Reply.Read(input, inputType).OutputOrThrow()), outputType);
        }
        catch (Exception exception)
        {
            Fail(answer, exception);
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Rust gets it, and the call's exception has it.")]
    private protected override bool InvokeDirectly(nint arguments, nint result)
    {
        try
        {
            return direct!.Invoke(function, new((DirectValue*)arguments, (DirectResult*)result));
        }
        catch (Exception exception)
        {
            Keep(new(Output: null, exception));
            return false;
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "As above.")]
    private protected override void Answer(ulong answer, KeptAnswer kept)
    {
        if (kept.Exception is { } thrown)
        {
            Fail(answer, thrown);
            return;
        }

        try
        {
            Answer(answer, (TOutput)kept.Output!, outputType);
        }
        catch (Exception exception)
        {
            Fail(answer, exception);
        }
    }
}

/// <summary>A function that returns a task.</summary>
internal sealed class RegisteredAsyncFunction<TInput, TOutput>(
    LibraryExports library, JsonTypeInfo<TInput> inputType, JsonTypeInfo<TOutput> outputType, Delegate function, Func<TInput, CancellationToken, Task<TOutput>> invoke)
    : RegisteredFunction(library, inputType.Options)
{
    private readonly ConcurrentDictionary<ulong, CancellationTokenSource> _running = new();

    private protected override Delegate Function => function;

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Rust gets it, and the call's exception has it.")]
    private protected override void Invoke(ulong answer, in RustText input)
    {
        try
        {
            _ = RunAsync(answer, Reply.Read(input, inputType).OutputOrThrow());
        }
        catch (Exception exception)
        {
            Fail(answer, exception);
        }
    }

    // Not on this thread: Rust waits for it, and what a token calls may throw.
    private protected override void Cancel(ulong answer)
    {
        if (!_running.TryGetValue(answer, out CancellationTokenSource? source))
        {
            return;
        }

        try
        {
            _ = source.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The function has ended meanwhile.
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Rust gets it, and the call's exception has it.")]
    private async Task RunAsync(ulong answer, TInput input)
    {
        using CancellationTokenSource source = new();
        _running[answer] = source;
        try
        {
            Answer(answer, await invoke(input, source.Token).ConfigureAwait(false), outputType);
        }
        catch (Exception exception)
        {
            Fail(answer, exception);
        }
        finally
        {
            _running.TryRemove(answer, out _);
        }
    }
}
