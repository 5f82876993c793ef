using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RustInterop.Crossing;

/// <summary>A function of C#'s that Rust has. A GC handle, held by Rust, keeps it alive until Rust has it no more.</summary>
internal abstract unsafe class RegisteredFunction(LibraryExports library, JsonSerializerOptions options)
{
    private readonly FunctionExports _exports = library.Functions;
    private AssemblyLoadContext? _context;
    private ulong _handle;

    private protected LibraryExports Library => library;

    /// <summary>Where the call that the function was passed to finds its last exception.</summary>
    internal StrongBox<Exception>? Thrown { get; set; }

    /// <summary>The function itself.</summary>
    private protected abstract Delegate Function { get; }

    /// <summary>Gives the function to Rust.</summary>
    /// <returns>The handle, which the caller drops after the call.</returns>
    /// <exception cref="InvalidOperationException">The library has no more handles.</exception>
    internal ulong Register()
    {
        BlockingCall.Watch();
        GCHandle self = GCHandle.Alloc(this);
        NativeFunction function = new()
        {
            Context = GCHandle.ToIntPtr(self),
            Invoke = &OnInvoke,
            Cancel = &OnCancel,
            Release = &OnRelease,
        };
        _handle = _exports.Register(in function);
        if (_handle == 0)
        {
            self.Free();
            throw HeldHandles.NoHandle();
        }

        _context = CollectibleContext();
        if (_context is not null)
        {
            _context.Unloading += OnUnloading;
        }

        return _handle;
    }

    /// <summary>Runs the function. Must not throw.</summary>
    private protected abstract void Invoke(ulong answer, in RustText input);

    /// <summary>Nobody waits for that answer any more.</summary>
    private protected virtual void Cancel(ulong answer)
    {
    }

    /// <summary>Answers with an output.</summary>
    private protected void Answer<TOutput>(ulong answer, TOutput output, JsonTypeInfo<TOutput> type)
    {
        using InputBuffer buffer = InputBuffer.Rent(library);
        _exports.Answer(answer, buffer.Write(output, type));
    }

    /// <summary>Answers with an exception.</summary>
    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "Whatever the reason, the error's value cannot be written. Rust gets the error without it, and with the reason.")]
    private protected void Fail(ulong answer, Exception exception)
    {
        BlockingCall.Note(exception);
        if (Thrown is { } thrown)
        {
            thrown.Value = exception;
        }

        string message = MessageOf(exception);
        try
        {
            using InputBuffer buffer = InputBuffer.Rent(library);
            _exports.Answer(answer, buffer.WriteError(message, exception as RustException, options));
        }
        catch (Exception reason)
        {
            using InputBuffer buffer = InputBuffer.Rent(library);
            _exports.Answer(answer, buffer.WriteError($"{message} (the error's value cannot be written as JSON: {MessageOf(reason)})", error: null, options));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnInvoke(nint context, ulong answer, nint input)
    {
        RegisteredFunction function = Of(context);
        function.Invoke(answer, new RustText(function.Library, input));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnCancel(nint context, ulong answer) => Of(context).Cancel(answer);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnRelease(nint context)
    {
        RegisteredFunction function = Of(context);
        GCHandle.FromIntPtr(context).Free();
        if (function._context is { } unloading)
        {
            unloading.Unloading -= function.OnUnloading;
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "An exception that has no message is still one.")]
    private static string MessageOf(Exception exception)
    {
        try
        {
            // What is no Unicode is replaced: a message is for people.
            return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(exception.Message));
        }
        catch (Exception)
        {
            // The property is the user's: it may be null, or throw.
            return exception.GetType().ToString();
        }
    }

    private static RegisteredFunction Of(nint context) => (RegisteredFunction)GCHandle.FromIntPtr(context).Target!;

    // Rust must not call code that is unloaded, and what Rust has is never collected.
    private AssemblyLoadContext? CollectibleContext()
    {
        Assembly assembly = Function.Target?.GetType().Assembly ?? Function.Method.Module.Assembly;
        return assembly.IsCollectible ? AssemblyLoadContext.GetLoadContext(assembly) : null;
    }

    private void OnUnloading(AssemblyLoadContext context) => _exports.Withdraw(_handle);
}

/// <summary>A function that returns its output.</summary>
internal sealed class RegisteredFunction<TInput, TOutput>(
    LibraryExports library, JsonTypeInfo<TInput> inputType, JsonTypeInfo<TOutput> outputType, Delegate function, Func<TInput, TOutput> invoke)
    : RegisteredFunction(library, inputType.Options)
{
    private protected override Delegate Function => function;

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Rust gets it, and the call's exception has it.")]
    private protected override void Invoke(ulong answer, in RustText input)
    {
        try
        {
            Answer(answer, invoke(Reply.Read(input, inputType).OutputOrThrow()), outputType);
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
