using System.ComponentModel;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RustInterop.Crossing;

namespace RustInterop.Bindings;

/// <summary>For generated code: how the C# types of a library are read from JSON and written to it, as serde does in Rust.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JsonTypes : IJsonTypeInfoResolver
{
    /// <summary>The depth at which serde_json stops.</summary>
    private const int MaxDepth = 128;

    private readonly Dictionary<Type, Func<JsonSerializerOptions, JsonTypeInfo>> _types = [];

    /// <summary>Starts with the types that are not a library's own.</summary>
    public JsonTypes()
    {
        Options = new()
        {
            TypeInfoResolver = this,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            NumberHandling = JsonRecord.Numbers,
            MaxDepth = MaxDepth,
        };
        AddRecord(static () => NoArguments.Instance, static () => []);
    }

    /// <summary>Adds a record.</summary>
    /// <param name="create">Creates one whose members are not set yet.</param>
    /// <param name="members">Its members, in the order of Rust's.</param>
    public void AddRecord<T>(Func<T> create, Func<JsonMember[]> members)
        where T : class =>
        Add(options => JsonRecord.TypeInfo(create, members(), options));

    /// <summary>Adds an enum without data.</summary>
    /// <param name="names">The values with their names in JSON.</param>
    public void AddEnum<T>(params (T Value, string Name)[] names)
        where T : struct, Enum =>
        AddConverter(new EnumConverter<T>(names));

    /// <summary>Adds an enum with data, whose variant is named by the only member, or by a text if it has no data.</summary>
    public void AddExternallyTagged<T>(params JsonVariant<T>[] variants)
        where T : class =>
        AddConverter(new ExternallyTaggedConverter<T>(variants));

    /// <summary>Adds an enum with data, whose variant is named by a member beside those of the data.</summary>
    public void AddInternallyTagged<T>(string tag, params JsonVariant<T>[] variants)
        where T : class =>
        AddConverter(new InternallyTaggedConverter<T>(tag, variants));

    /// <summary>Adds an enum with data, whose variant is named by one member, and has its data in another.</summary>
    public void AddAdjacentlyTagged<T>(string tag, string content, params JsonVariant<T>[] variants)
        where T : class =>
        AddConverter(new AdjacentlyTaggedConverter<T>(tag, content, variants));

    /// <summary>Adds an enum with data, whose variant is the first one that fits.</summary>
    public void AddUntagged<T>(params JsonVariant<T>[] variants)
        where T : class =>
        AddConverter(new UntaggedConverter<T>(variants));

    /// <summary>Adds a type that is another one in JSON.</summary>
    public void AddWrapper<T, TContent>(Func<T, TContent> unwrap, Func<TContent, T> wrap)
        where T : class =>
        AddConverter(new WrapperConverter<T, TContent>(unwrap, wrap));

    /// <summary>Adds a class of Rust's objects.</summary>
    /// <param name="create">Creates an object with a handle.</param>
    public void AddObject<T>(Func<RustHandle, T> create)
        where T : RustObject =>
        AddConverter(new ObjectConverter<T>(create));

    /// <summary>Adds a stream.</summary>
    /// <param name="hasHandles">Whether the items have objects or streams in them.</param>
    public void AddStream<T>(bool hasHandles)
    {
        AddBatches<T>(hasHandles);
        AddConverter(new StreamConverterOf<T>());
    }

    /// <summary>Adds a stream that may end with an error.</summary>
    /// <param name="hasHandles">Whether the items have objects or streams in them.</param>
    public void AddStream<T, TError>(bool hasHandles)
    {
        AddBatches<T>(hasHandles);
        AddConverter(new StreamConverterOf<T, TError>());
    }

    /// <summary>Adds a function that C# passes to Rust.</summary>
    /// <param name="invoke">Calls it.</param>
    public void AddCallback<TDelegate, TInput, TOutput>(CallbackInvoker<TDelegate, TInput, TOutput> invoke)
        where TDelegate : Delegate =>
        AddConverter(new CallbackConverter<TDelegate, TInput, TOutput>(invoke, direct: null));

    /// <summary>Adds a function that C# passes to Rust, and that crosses without JSON.</summary>
    /// <param name="invoke">Calls it.</param>
    /// <param name="directTypes">What it takes and returns without JSON, as <c>rust_interop.h</c> says it.</param>
    /// <param name="invokeDirectly">Calls it without JSON.</param>
    public void AddCallback<TDelegate, TInput, TOutput>(
        CallbackInvoker<TDelegate, TInput, TOutput> invoke, string directTypes, DirectCallbackInvoker<TDelegate> invokeDirectly)
        where TDelegate : Delegate =>
        AddConverter(new CallbackConverter<TDelegate, TInput, TOutput>(invoke, new([.. Encoding.ASCII.GetBytes(directTypes), 0], invokeDirectly)));

    /// <summary>Adds an asynchronous function that C# passes to Rust.</summary>
    /// <param name="invoke">Starts it.</param>
    public void AddAsyncCallback<TDelegate, TInput, TOutput>(AsyncCallbackInvoker<TDelegate, TInput, TOutput> invoke)
        where TDelegate : Delegate =>
        AddConverter(new AsyncCallbackConverter<TDelegate, TInput, TOutput>(invoke));

    /// <summary>Adds an interface, which the user implements.</summary>
    /// <param name="methods">Its methods, each as a function.</param>
    public void AddInterface<T>(Func<JsonMember[]> methods)
        where T : class =>
        Add(options => JsonRecord.TypeInfo<T>(static () => throw new NotSupportedException(CallbackConverter.Direction), methods(), options));

    /// <summary>Adds a tuple, which is an array in JSON.</summary>
    public void AddTuple<T>(params JsonItem<T>[] items)
        where T : struct =>
        AddConverter(new TupleConverter<T>(items));

    /// <summary>Adds a list.</summary>
    public void AddList<T>() => Add(static options =>
        JsonMetadataServices.CreateIEnumerableInfo<IReadOnlyList<T>, T>(options, new() { NumberHandling = JsonRecord.Numbers }));

    /// <summary>Adds a map.</summary>
    public void AddMap<TKey, TValue>()
        where TKey : notnull =>
        Add(static options => JsonMetadataServices.CreateIReadOnlyDictionaryInfo<IReadOnlyDictionary<TKey, TValue>, TKey, TValue>(
            options, new() { NumberHandling = JsonRecord.Numbers }));

    /// <summary>Adds a value that may be null.</summary>
    public void AddNullable<T>()
        where T : struct =>
        Add(static options => JsonMetadataServices.CreateValueInfo<T?>(options, JsonMetadataServices.GetNullableConverter<T>(options)));

    /// <summary>Adds a member that may be absent, apart from null.</summary>
    public void AddOptional<T>() => AddConverter(new OptionalConverter<T>());

    /// <summary>Says that the times of this library are Rust's <c>SystemTime</c>, rather than texts.</summary>
    public void AddSystemTime() => AddConverter(new SystemTimeConverter());

    JsonTypeInfo? IJsonTypeInfoResolver.GetTypeInfo(Type type, JsonSerializerOptions options) =>
        _types.TryGetValue(type, out Func<JsonSerializerOptions, JsonTypeInfo>? create) ? create(options) : ScalarOf(type, options);

    internal JsonSerializerOptions Options { get; }

    internal JsonTypeInfo<T> Get<T>() => Options.TypeInfoOf<T>();

    // Not in a dictionary, because a process would compile each line before its first call.
    private static JsonTypeInfo? ScalarOf(Type type, JsonSerializerOptions options) =>
        Type.GetTypeCode(type) switch
        {
            _ when type.IsEnum => null,
            TypeCode.Boolean => Scalar(JsonMetadataServices.BooleanConverter, options),
            TypeCode.SByte => Scalar(JsonMetadataServices.SByteConverter, options),
            TypeCode.Int16 => Scalar(JsonMetadataServices.Int16Converter, options),
            TypeCode.Int32 => Scalar(JsonMetadataServices.Int32Converter, options),
            TypeCode.Int64 => Scalar(JsonMetadataServices.Int64Converter, options),
            TypeCode.Byte => Scalar(JsonMetadataServices.ByteConverter, options),
            TypeCode.UInt16 => Scalar(JsonMetadataServices.UInt16Converter, options),
            TypeCode.UInt32 => Scalar(JsonMetadataServices.UInt32Converter, options),
            TypeCode.UInt64 => Scalar(JsonMetadataServices.UInt64Converter, options),
            TypeCode.Single => Scalar(JsonMetadataServices.SingleConverter, options),
            TypeCode.Double => Scalar(JsonMetadataServices.DoubleConverter, options),
            TypeCode.String => Scalar(JsonMetadataServices.StringConverter!, options),
            TypeCode.Decimal => Scalar(new DecimalConverter(), options),
            _ => OtherScalarOf(type, options),
        };

    private static JsonTypeInfo? OtherScalarOf(Type type, JsonSerializerOptions options) =>
        type == typeof(Int128) ? Scalar(JsonMetadataServices.Int128Converter, options)
        : type == typeof(UInt128) ? Scalar(JsonMetadataServices.UInt128Converter, options)
        : type == typeof(byte[]) ? Scalar(JsonMetadataServices.ByteArrayConverter!, options)
        : type == typeof(Guid) ? Scalar(JsonMetadataServices.GuidConverter, options)
        : type == typeof(DateTimeOffset) ? Scalar(JsonMetadataServices.DateTimeOffsetConverter, options)
        : type == typeof(JsonElement) ? Scalar(JsonMetadataServices.JsonElementConverter, options)
        : type == typeof(Rune) ? Scalar(new RuneConverter(), options)
        : type == typeof(TimeSpan) ? Scalar(new DurationConverter(), options)
        : type == typeof(IPAddress) ? Scalar(new IPAddressConverter(), options)
        : type == typeof(RustBytes) ? Scalar(new BytesConverter(), options)
        : type == typeof(LentBytes) ? Scalar(new LentBytesConverter(), options)
        : type == typeof(ValueTuple) ? Scalar(new UnitConverter(), options)
        : type == typeof(StreamRequest) ? Scalar(new StreamRequestConverter(), options)
        : null;

    private static JsonTypeInfo<T> Scalar<T>(JsonConverter<T> converter, JsonSerializerOptions options) =>
        JsonMetadataServices.CreateValueInfo<T>(options, converter);

    // Several streams may have the same items.
    private void AddBatches<T>(bool hasHandles)
    {
        if (_types.ContainsKey(typeof(StreamBatch<T>)))
        {
            return;
        }

        Add(options => hasHandles
            ? JsonMetadataServices.CreateValueInfo<List<T>>(options, new OwningListConverter<T>())
            : JsonMetadataServices.CreateListInfo<List<T>, T>(options, new() { ObjectCreator = static () => [], NumberHandling = JsonRecord.Numbers }));
        AddRecord(static () => new StreamBatch<T>(), static () =>
        [
            new JsonMember<List<T>>("items", static batch => ((StreamBatch<T>)batch).Items, static (batch, items) => ((StreamBatch<T>)batch).Items = items!),
            new JsonMember<bool>("done", static batch => ((StreamBatch<T>)batch).IsDone, static (batch, isDone) => ((StreamBatch<T>)batch).IsDone = isDone),
        ]);
    }

    private void AddConverter<T>(JsonConverter<T> converter) =>
        Add(options => JsonMetadataServices.CreateValueInfo<T>(options, converter));

    private void Add<T>(Func<JsonSerializerOptions, JsonTypeInfo<T>> create) => _types.Add(typeof(T), create);
}
