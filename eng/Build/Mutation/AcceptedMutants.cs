using System.Text.Json;
using System.Text.Json.Serialization;

namespace RustInterop.Build.Mutation;

/// <summary>Mutants that may live, all for one reason; the tests' folder has the list.</summary>
/// <param name="Reason">For people: why no test is to see the difference.</param>
/// <param name="Mutants">Each as <see cref="Mutant.Key"/>.</param>
internal sealed record AcceptedMutants(string Reason, IReadOnlyList<string> Mutants)
{
    public static string ListPath => Path.Combine(Repository.TestsFolder, "accepted-mutants.json");

    public static async Task<IReadOnlyCollection<string>> ReadKeysAsync(CancellationToken cancellation)
    {
        await using FileStream stream = File.OpenRead(ListPath);
        IReadOnlyList<AcceptedMutants> all = (await JsonSerializer.DeserializeAsync(
            stream, AcceptedMutantsJson.Default.IReadOnlyListAcceptedMutants, cancellation))!;
        return all.SelectMany(accepted => accepted.Mutants).ToHashSet();
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IReadOnlyList<AcceptedMutants>))]
internal sealed partial class AcceptedMutantsJson : JsonSerializerContext;
