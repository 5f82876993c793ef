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
    [ThreadStatic]
    private static KeptAnswer? t_kept;

    private readonly FunctionExports _exports = library.Functions;
    private AssemblyLoadContext? _context;
    private ulong _handle;

    private protected LibraryExports Library => library;

    /// <summary>Where the call that the function was passed to finds its last exception.</summary>
    internal StrongBox<Exception>? Thrown { get; set; }

    /// <summary>The function itself.</summary>
    private protected abstract Delegate Function { get; }

    /// <summary>What it takes and returns without JSON, as the header says it, NUL-terminated; empty if it does not.</summary>
    private protected virtual ReadOnlySpan<byte> DirectTypes => [];

    /// <summary>Keeps the answer to a direct call for Rust, which asks for it on this thread.</summary>
    internal static void Keep(KeptAnswer answer) => t_kept = answer;

    /// <summary>Gives the function to Rust.</summary>
    /// <returns>The handle, which the caller drops after the call.</returns>
    /// <exception cref="InvalidOperationException">The library has no more handles.</exception>
    internal ulong Register()
    {
        BlockingCall.Watch();
        _context = CollectibleContext();
        GCHandle self = GCHandle.Alloc(this);
        fixed (byte* directTypes = DirectTypes)
        {
            NativeFunction function = new()
            {
                Context = GCHandle.ToIntPtr(self),
                Invoke = &OnInvoke,
                Cancel = &OnCancel,
                Release = &OnRelease,
                InvokeDirectly = &OnInvokeDirectly,
                DirectTypes = directTypes,
                NeverWithdrawn = _context is null ? 1 : 0,
            };
            _handle = _exports.Register(in function);
        }

        if (_handle == 0)
        {
            self.Free();
            throw HeldHandles.NoHandle();
        }

        if (_context is not null)
        {
            _context.Unloading += OnUnloading;
        }

        return _handle;
    }

    /// <summary>Runs the function. Must not throw.</summary>
    private protected abstract void Invoke(ulong answer, in RustText input);

    /// <summary>Runs the function with arguments that cross without JSON. Must not throw.</summary>
    /// <param name="arguments">Where they are.</param>
    /// <param name="result">Where the output goes.</param>
    /// <returns>Whether the output has crossed. Otherwise its answer is kept.</returns>
    private protected virtual bool InvokeDirectly(nint arguments, nint result) => throw new NotSupportedException();

    /// <summary>Answers with what was kept.</summary>
    private protected virtual void Answer(ulong answer, KeptAnswer kept) => throw new NotSupportedException();

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
        if (input != 0)
        {
            function.Invoke(answer, new RustText(function.Library, input));
        }
        else if (t_kept is { } kept)
        {
            t_kept = null;
            function.Answer(answer, kept);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnInvokeDirectly(nint context, nint arguments, nuint count, nint result) =>
        Of(context).InvokeDirectly(arguments, result) ? 0 : 1;

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

    // Rust has the context from Register, so the type needs no check.
    private static RegisteredFunction Of(nint context) => Unsafe.As<RegisteredFunction>(GCHandle.FromIntPtr(context).Target!);

    // Rust must not call code that is unloaded, and what Rust has is never collected.
    private AssemblyLoadContext? CollectibleContext()
    {
        Assembly assembly = Function.Target?.GetType().Assembly ?? Function.Method.Module.Assembly;
        return assembly.IsCollectible ? AssemblyLoadContext.GetLoadContext(assembly) : null;
    }

    private void OnUnloading(AssemblyLoadContext context) => _exports.Withdraw(_handle);
}

/// <summary>The answer to a call without JSON that did not cross.</summary>
/// <param name="Output">What the function has returned.</param>
/// <param name="Exception">What it has thrown instead.</param>
internal sealed record KeptAnswer(object? Output, Exception? Exception);
