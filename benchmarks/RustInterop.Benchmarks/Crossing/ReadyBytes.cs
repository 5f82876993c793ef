using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>The parts of a call, each with its input prepared.</summary>
internal sealed unsafe class ReadyBytes<TInput, TOutput> : IDisposable
{
    private readonly delegate*<byte*, nint> _native;
    private readonly delegate*<nint, void> _free;
    private readonly TInput _input;
    private readonly JsonTypeInfo<TInput> _inputType;
    private readonly JsonTypeInfo<TOutput> _outputType;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _writer;
    private readonly byte[] _inputJson;

    internal ReadyBytes(
        delegate*<byte*, nint> native,
        delegate*<nint, void> free,
        TInput input,
        JsonTypeInfo<TInput> inputType,
        JsonTypeInfo<TOutput> outputType)
    {
        _native = native;
        _free = free;
        _input = input;
        _inputType = inputType;
        _outputType = outputType;
        // The same options as RustInterop's: text for a parser needs no HTML escapes.
        _writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true,
        });
        Serialize();
        _inputJson = [.. _buffer.WrittenSpan, 0];
        nint reply = Call();
        Reply = MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)reply).ToArray();
        _free(reply);
    }

    internal byte[] Reply { get; }

    internal void Serialize()
    {
        _buffer.ResetWrittenCount();
        _writer.Reset();
        JsonSerializer.Serialize(_writer, _input, _inputType);
        _writer.Flush();
    }

    internal void Native() => _free(Call());

    internal object Deserialize() => JsonSerializer.Deserialize(Reply, _outputType)!;

    public void Dispose() => _writer.Dispose();

    private nint Call()
    {
        fixed (byte* input = _inputJson)
        {
            return _native(input);
        }
    }
}
