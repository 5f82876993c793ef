using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RustInterop.Crossing;

namespace RustInterop.Bindings;

/// <summary>A stream of Rust, which is its handle in JSON.</summary>
internal abstract class StreamConverter<TStream> : JsonConverter<TStream>
{
    public override TStream Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Create(reader.ReadHandle(), ReceivedHandles.Library.Next, options);

    public override void Write(Utf8JsonWriter writer, TStream value, JsonSerializerOptions options) =>
        throw new NotSupportedException("A stream leads from Rust to C#, so no input can have one.");

    private protected abstract TStream Create(RustHandle handle, ProcedureExports next, JsonSerializerOptions options);

    private protected static RustProcedure<StreamRequest, StreamBatch<T>> Next<T>(ProcedureExports next, JsonSerializerOptions options) =>
        new("rust_interop_next", next, options.TypeInfoOf<StreamRequest>(), options.TypeInfoOf<StreamBatch<T>>());
}

/// <inheritdoc/>
internal sealed class StreamConverterOf<T> : StreamConverter<RustStream<T>>
{
    private protected override RustStream<T> Create(RustHandle handle, ProcedureExports next, JsonSerializerOptions options) =>
        new(handle, Next<T>(next, options));
}

/// <inheritdoc/>
internal sealed class StreamConverterOf<T, TError> : StreamConverter<RustStream<T, TError>>
{
    private protected override RustStream<T, TError> Create(RustHandle handle, ProcedureExports next, JsonSerializerOptions options) =>
        new(handle, Next<T>(next, options).WithError(options.TypeInfoOf<TError>()));
}

internal sealed class StreamRequestConverter : JsonConverter<StreamRequest>
{
    public override StreamRequest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, StreamRequest value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("stream"u8, value.Stream);
        writer.WriteNumber("most"u8, value.Most);
        writer.WriteEndObject();
    }
}

/// <summary>Reads items one by one, to know which handles each of them has.</summary>
internal sealed class OwningListConverter<T> : JsonConverter<List<T>>
{
    public override List<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        OwningList<T> items = new();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            int start = ReceivedHandles.Count;
            items.Add(Nested.Read<T>(ref reader, string.Create(CultureInfo.InvariantCulture, $"[{items.Count}]"), options));
            items.Handles.Add(ReceivedHandles.Since(start));
        }

        return items;
    }

    public override void Write(Utf8JsonWriter writer, List<T> value, JsonSerializerOptions options) => throw new NotSupportedException();
}
