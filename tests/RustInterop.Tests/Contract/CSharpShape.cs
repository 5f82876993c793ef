using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using RustInterop.Crossing;
using RustInterop.Fleet.Json;

namespace RustInterop.Tests.Contract;

/// <summary>
/// The members that the JSON of a record and of those in it has, with the types of the C# properties: a line for each member, and for
/// each name of an enum.
/// </summary>
internal sealed class CSharpShape
{
    private readonly HashSet<Type> _seen = [];

    private CSharpShape()
    {
    }

    internal static string Of(Type type) => string.Join('\n', new CSharpShape().LinesOf(type));

    private IEnumerable<string> LinesOf(Type type)
    {
        if (type.IsGenericType)
        {
            return type.GetGenericArguments().SelectMany(LinesOf);
        }

        // A share is a number or a text.
        if (KindOfValue(type) is not null || type == typeof(HostShare) || !_seen.Add(type))
        {
            return [];
        }

        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{type.Name}: {JsonNamingPolicy.SnakeCaseLower.ConvertName(name)}");
        }

        RecordMembers members = MembersOf(type);
        Dictionary<string, Type> properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).ToDictionary(
            property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), property => property.PropertyType);
        return members.All
            .Select(member => $"{type.Name}.{member.Name}: {KindOf(properties[member.Name])}{(member.IsRequired ? "" : ", may be absent")}")
            .Concat(members.All.SelectMany(member => LinesOf(properties[member.Name])));
    }

    private static RecordMembers MembersOf(Type type)
    {
        JsonConverter converter = FleetJson.Options.GetTypeInfo(type).Converter;
        return (RecordMembers)converter.GetType()
            .GetProperty(nameof(RecordConverter<HostResult>.Members), BindingFlags.Instance | BindingFlags.NonPublic)!
            .GetValue(converter)!;
    }

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
