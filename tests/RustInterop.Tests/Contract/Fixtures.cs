using System.Text.Json;

namespace RustInterop.Tests.Contract;

/// <summary>The files of tests/contract, which the tests in Rust read too.</summary>
internal static class Fixtures
{
    internal static IReadOnlyList<JsonElement> Read(string file)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "contract", file);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    internal static string? Text(this JsonElement fixture, string member) =>
        fixture.TryGetProperty(member, out JsonElement value) ? value.GetString() : null;

    internal static int? Number(this JsonElement fixture, string member) =>
        fixture.TryGetProperty(member, out JsonElement value) ? value.GetInt32() : null;
}
