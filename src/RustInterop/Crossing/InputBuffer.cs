using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RustInterop.Crossing;

/// <summary>Holds an input on its way to Rust, as NUL-terminated UTF-8. A thread keeps its buffer for the next call.</summary>
internal sealed class InputBuffer : IDisposable
{
    // Enough for the input of several hundred hosts.
    private const int KeptCapacity = 64 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = StrictEncoder.Instance,
        SkipValidation = true,
    };

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Utf8JsonWriter _writer;
    private LibraryExports? _library;
    private HeldHandles? _handles;
    private PinnedBytes[] _spans = [];

    private InputBuffer(CallingThread thread)
    {
        Thread = thread;
        _writer = new Utf8JsonWriter(_bytes, WriterOptions);
    }

    /// <summary>The thread that rented the buffer. Only that thread uses it.</summary>
    internal CallingThread Thread { get; }

    /// <summary>The library that gets the input which this thread writes.</summary>
    /// <exception cref="InvalidOperationException">This thread writes no input, or one without handles.</exception>
    internal static LibraryExports Library => Written._library ?? throw ReceivedHandles.NotCrossing();

    private static InputBuffer Written => CallingThread.Current.Written ?? throw ReceivedHandles.NotCrossing();

    /// <summary>The last exception of a function in the input.</summary>
    internal Exception? Thrown => _handles?.Thrown;

    private HeldHandles Handles => _handles ??= new();

    /// <summary>Returns the buffer that this thread kept, or a new one. Dispose it after the call.</summary>
    /// <param name="library">Who gets the input; null if it can have no handles.</param>
    internal static InputBuffer Rent(LibraryExports? library = null)
    {
        CallingThread thread = CallingThread.Current;
        InputBuffer buffer = thread.KeptBuffer ?? new InputBuffer(thread);
        thread.KeptBuffer = null;
        buffer._library = library;
        return buffer;
    }

    internal ReadOnlySpan<byte> Write(string text)
    {
        StrictUtf8.GetBytes(text, _bytes);
        return Terminated();
    }

    internal ReadOnlySpan<byte> Write(ReadOnlySpan<byte> json)
    {
        _bytes.Write(json);
        return Terminated();
    }

    internal ReadOnlySpan<byte> Write<TInput>(TInput input, JsonTypeInfo<TInput> type)
    {
        using (new Writing(this))
        {
            JsonSerializer.Serialize(_writer, input, type);
        }

        return Terminated();
    }

    /// <summary>Writes an input with spans beside it, which are pinned until the call has ended.</summary>
    internal ReadOnlySpan<byte> Write<TInput>(TInput input, JsonTypeInfo<TInput> type, ReadOnlySpan<PinnedBytes> spans)
    {
        if (_spans.Length < spans.Length)
        {
            _spans = new PinnedBytes[spans.Length];
        }

        spans.CopyTo(_spans);
        return Write(input, type);
    }

    /// <summary>Keeps a handle valid that is in the input which this thread writes.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    /// <exception cref="InvalidOperationException">This thread writes no input.</exception>
    internal static void Hold(SafeHandle handle) => Written.Handles.Hold(handle);

    /// <summary>Lends bytes to the call whose input this thread writes.</summary>
    /// <returns>The handle of the loan.</returns>
    /// <exception cref="InvalidOperationException">This thread writes no input.</exception>
    internal static ulong Lend(ReadOnlyMemory<byte> bytes) => Written.Handles.Lend(Library, bytes);

    /// <summary>Lends one of the spans beside the input that this thread writes.</summary>
    /// <returns>The handle of the loan.</returns>
    internal static ulong LendSpan(int index) => Written.Handles.Lend(Library, Written._spans[index]);

    /// <summary>Gives a function to the call whose input this thread writes.</summary>
    /// <returns>The handle of the function.</returns>
    /// <exception cref="InvalidOperationException">This thread writes no input.</exception>
    internal static ulong Register(RegisteredFunction function) => Written.Handles.Register(Library, function);

    /// <summary>Writes an error reply.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="error">The error, whose value is written too if it is of a type that the library knows; or null.</param>
    /// <param name="options">The library's types.</param>
    internal ReadOnlySpan<byte> WriteError(string message, RustException? error, JsonSerializerOptions options)
    {
        using (new Writing(this))
        {
            _writer.WriteStartObject();
            _writer.WriteStartObject("error"u8);
            _writer.WriteString("kind"u8, "failed"u8);
            _writer.WriteString("message"u8, message);
            error?.WriteValue(_writer, options);
            _writer.WriteEndObject();
            _writer.WriteEndObject();
        }

        _writer.Flush();
        return Terminated();
    }

    /// <summary>Lets the handles in the input outlive the buffer: they are the caller's now.</summary>
    internal HeldHandles? TakeHandles()
    {
        HeldHandles? handles = _handles;
        _handles = null;
        return handles;
    }

    /// <summary>Ends the call: releases its handles, and keeps the buffer for this thread's next one, unless it has grown large.</summary>
    public void Dispose()
    {
        _handles?.Dispose();
        if (_bytes.Capacity <= KeptCapacity)
        {
            _bytes.ResetWrittenCount();
            _writer.Reset();
            Thread.KeptBuffer = this;
        }
        else
        {
            _writer.Dispose();
        }
    }

    private ReadOnlySpan<byte> Terminated()
    {
        _bytes.Write("\0"u8);
        return _bytes.WrittenSpan;
    }

    /// <summary>While there is one, the input that this thread writes is the buffer's. It may be within another one.</summary>
    private readonly ref struct Writing : IDisposable
    {
        private readonly CallingThread _thread;
        private readonly InputBuffer? _outer;

        internal Writing(InputBuffer buffer)
        {
            _thread = buffer.Thread;
            _outer = _thread.Written;
            _thread.Written = buffer;
        }

        public void Dispose() => _thread.Written = _outer;
    }
}
