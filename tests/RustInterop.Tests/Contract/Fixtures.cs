using System.Reflection;
using System.Text.Json;
using RustInterop.Build;

namespace RustInterop.Tests.Contract;

/// <summary>The files of tests/contract, which the tests in Rust read too.</summary>
internal static class Fixtures
{
    internal static IReadOnlyList<JsonElement> Read(string file)
    {
        using JsonDocument document = JsonDocument.Parse(ReadText(file));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    /// <summary>What crosses in a procedure, as Rust describes it.</summary>
    internal static Export ReadProcedure(string file)
    {
        string shape = ReadText(file);
        using JsonDocument document = JsonDocument.Parse(shape);
        return Export.Read(document.RootElement, shape, docs: null);
    }

    /// <summary>The members of a record, public or not, as JSON names them.</summary>
    internal static IEnumerable<string> MembersOf<T>() =>
        typeof(T).GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(property => property.Name != "EqualityContract")
            .Select(property => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));

    internal static string? Text(this JsonElement fixture, string member) =>
        fixture.TryGetProperty(member, out JsonElement value) ? value.GetString() : null;

    internal static int? Number(this JsonElement fixture, string member) =>
        fixture.TryGetProperty(member, out JsonElement value) ? value.GetInt32() : null;

    private static string ReadText(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "contract", file));
}
