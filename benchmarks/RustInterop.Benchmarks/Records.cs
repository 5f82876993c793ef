using System.Text.Json.Serialization;
using RustInterop.Benchmarks.Generated;

namespace RustInterop.Benchmarks;

/// <summary>A call that returns 100 records: with generated C#, and with records for System.Text.Json's generator.</summary>
internal static class Records
{
    private const int Count = 100;
    private const int Calls = 500;

    internal static async Task MeasureAsync()
    {
        using RustLibrary library = RustLibrary.Load("crossing");
        RustProcedure<RequiredRequest, RequiredListing> procedure =
            library.GetProcedure("list_files", RequiredJson.Default.RequiredRequest, RequiredJson.Default.RequiredListing);
        RequiredRequest request = new() { Files = Count };
        await new Contest(Calls)
            .Add("generated C#", () => Native.List(Count))
            .Add("System.Text.Json's generator, with required init", () => procedure.Invoke(request))
            .PrintAsync().ConfigureAwait(false);
    }
}

internal sealed record RequiredRequest
{
    public required int Files { get; init; }
}

internal sealed record RequiredListing
{
    public required IReadOnlyList<RequiredFile> Files { get; init; }
}

/// <summary>Mirrors benchmarks/native/src/listing.rs.</summary>
internal sealed record RequiredFile
{
    public required string Name { get; init; }

    public required ulong Size { get; init; }

    public required double Share { get; init; }

    public required bool Hidden { get; init; }
}

/// <summary>As strict as the generated C#.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RequiredRequest))]
[JsonSerializable(typeof(RequiredListing))]
internal sealed partial class RequiredJson : JsonSerializerContext;
