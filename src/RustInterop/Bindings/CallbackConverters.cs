using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using RustInterop.Crossing;

namespace RustInterop.Bindings;

/// <summary>For generated code: calls a function of the user's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate TOutput CallbackInvoker<in TDelegate, in TInput, out TOutput>(TDelegate callback, TInput input);

/// <summary>For generated code: starts an asynchronous function of the user's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate Task<TOutput> AsyncCallbackInvoker<in TDelegate, in TInput, TOutput>(
    TDelegate callback, TInput input, CancellationToken cancellationToken);

internal static class CallbackConverter
{
    internal const string Direction = "A callback leads from C# to Rust, so no output can have one.";
}

/// <summary>A function of C#'s, which is its handle in JSON.</summary>
internal abstract class CallbackConverter<TDelegate> : JsonConverter<TDelegate>
    where TDelegate : Delegate
{
    public override TDelegate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException(CallbackConverter.Direction);

    public override void Write(Utf8JsonWriter writer, TDelegate value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(InputBuffer.Register(Create(value, options)));

    private protected abstract RegisteredFunction Create(TDelegate callback, JsonSerializerOptions options);
}

/// <inheritdoc/>
internal sealed class CallbackConverter<TDelegate, TInput, TOutput>(
    CallbackInvoker<TDelegate, TInput, TOutput> invoke, DirectCallback<TDelegate>? direct)
    : CallbackConverter<TDelegate>
    where TDelegate : Delegate
{
    private protected override RegisteredFunction Create(TDelegate callback, JsonSerializerOptions options) =>
        new RegisteredFunction<TDelegate, TInput, TOutput>(
            InputBuffer.Library, options.TypeInfoOf<TInput>(), options.TypeInfoOf<TOutput>(), callback, invoke, direct);
}

/// <inheritdoc/>
internal sealed class AsyncCallbackConverter<TDelegate, TInput, TOutput>(AsyncCallbackInvoker<TDelegate, TInput, TOutput> invoke)
    : CallbackConverter<TDelegate>
    where TDelegate : Delegate
{
    private protected override RegisteredFunction Create(TDelegate callback, JsonSerializerOptions options) =>
        new RegisteredAsyncFunction<TInput, TOutput>(
            InputBuffer.Library,
            options.TypeInfoOf<TInput>(),
            options.TypeInfoOf<TOutput>(),
            callback,
            (input, cancellationToken) => invoke(callback, input, cancellationToken));
}
