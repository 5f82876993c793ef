using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RustInterop.Crossing;

/// <summary>
/// What a call needs and its thread keeps for the next: memory for the NUL-terminated UTF-8 text on its way to Rust, and the
/// owner of what comes back.
/// </summary>
internal sealed class CallBuffer : IDisposable
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
    private static CallBuffer? t_kept;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly Utf8JsonWriter _writer;
    private readonly RustString _reply = new();

    private CallBuffer() => _writer = new Utf8JsonWriter(_bytes, WriterOptions);

    /// <summary>The buffer this thread kept, or a new one; to be disposed of after the call.</summary>
    internal static CallBuffer Rent()
    {
        CallBuffer buffer = t_kept ?? new CallBuffer();
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

    /// <summary>Runs the procedure and waits for its end.</summary>
    /// <param name="procedure">Any library's.</param>
    /// <param name="inputJson">NUL-terminated UTF-8, as it is written here.</param>
    /// <returns>The reply, until this is disposed of.</returns>
    internal RustString Invoke(ProcedureExports procedure, ReadOnlySpan<byte> inputJson)
    {
        procedure.Invoke(inputJson, _reply);
        return _reply;
    }

    /// <summary>Gives the reply back, and keeps the memory for this thread's next call, unless it grew large.</summary>
    public void Dispose()
    {
        _reply.Free();
        if (_bytes.Capacity <= KeptCapacity)
        {
            _bytes.ResetWrittenCount();
            _writer.Reset();
            t_kept = this;
        }
        else
        {
            _writer.Dispose();
            _reply.Dispose();
        }
    }

    private ReadOnlySpan<byte> Terminated()
    {
        _bytes.Write("\0"u8);
        return _bytes.WrittenSpan;
    }
}
