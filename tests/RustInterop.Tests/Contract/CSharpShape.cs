using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RustInterop.Fleet.Json;

namespace RustInterop.Tests.Contract;

/// <summary>
/// What the serialiser reads and writes for a type and for those in it: a line for each member of a record, and for each name of an
/// enum.
/// </summary>
internal sealed class CSharpShape
{
    private readonly JsonSerializerOptions _options;
    private readonly HashSet<Type> _seen = [];

    private CSharpShape(JsonSerializerOptions options) => _options = options;

    internal static string Of(JsonTypeInfo type) => string.Join('\n', new CSharpShape(type.Options).LinesOf(type.Type));

    private IEnumerable<string> LinesOf(Type type)
    {
        if (type.IsGenericType)
        {
            return type.GetGenericArguments().SelectMany(LinesOf);
        }

        if (KindOfValue(type) is not null || !_seen.Add(type))
        {
            return [];
        }

        if (type.IsEnum)
        {
            return Enum.GetValues(type).Cast<object>()
                .Select(value => $"{type.Name}: {JsonSerializer.SerializeToNode(value, _options.GetTypeInfo(type))!.GetValue<string>()}");
        }

        IList<JsonPropertyInfo> members = MembersOf(type);
        return members.Select(member => $"{type.Name}.{LineOf(member)}").Concat(members.SelectMany(member => LinesOf(member.PropertyType)));
    }

    private IList<JsonPropertyInfo> MembersOf(Type type) =>
        _options.GetTypeInfo(type == typeof(ProcedureInput) ? typeof(ProcedureInputMembers) : type).Properties;

    private static string LineOf(JsonPropertyInfo member) =>
        $"{member.Name}: {KindOf(member.PropertyType)}{(member.IsRequired ? "" : ", may be absent")}";

    private static string KindOf(Type type) =>
        KindOfValue(type) ?? (type.IsGenericType ? KindOfGeneric(type.GetGenericTypeDefinition(), type.GetGenericArguments()) : type.Name);

    private static string? KindOfValue(Type type) =>
        type == typeof(string) || type == typeof(ActionInput) ? "text"
        : type == typeof(bool) ? "bool"
        : type == typeof(TimeSpan) ? "number"
        : type == typeof(byte) || type == typeof(int) ? "integer"
        : null;

    private static string KindOfGeneric(Type definition, Type[] arguments) =>
        definition == typeof(Nullable<>) ? KindOf(arguments[0])
        : definition == typeof(IReadOnlyList<>) ? $"list of {KindOf(arguments[0])}"
        : definition == typeof(IReadOnlyDictionary<,>) ? $"map from {KindOf(arguments[0])} to {KindOf(arguments[1])}"
        : throw new NotSupportedException($"{definition} in the fleet");
}
