using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RustInterop.Crossing;

/// <summary>The memory for an input on its way to Rust, as NUL-terminated UTF-8. A thread keeps it for its next call.</summary>
internal sealed class InputBuffer : IDisposable
{
    // What a thread may keep: enough for the input of some hundreds of hosts.
    private const int KeptCapacity = 64 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // The text goes to a JSON parser and never into a web page, so nothing but JSON's own characters needs escaping.
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    [ThreadStatic]
    private static InputBuffer? t_kept;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Utf8JsonWriter _writer;

    private InputBuffer() => _writer = new Utf8JsonWriter(_bytes, WriterOptions);

    /// <summary>The buffer this thread kept, or a new one; to be disposed of after the call.</summary>
    internal static InputBuffer Rent()
    {
        InputBuffer buffer = t_kept ?? new InputBuffer();
        t_kept = null;
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
        JsonSerializer.Serialize(_writer, input, type);
        _writer.Flush();
        return Terminated();
    }

    /// <summary>Keeps the memory for this thread's next call, unless it grew large.</summary>
    public void Dispose()
    {
        if (_bytes.Capacity <= KeptCapacity)
        {
            _bytes.ResetWrittenCount();
            _writer.Reset();
            t_kept = this;
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
}
