using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace RustInterop.Build;

/// <summary>A result of cargo that is kept in the project's obj folder until one of its inputs changes.</summary>
internal sealed record Recorded<T>(BuildInputs Inputs, T Value)
{
    /// <summary>Reads a record; null if there is none, or none that this version can read.</summary>
    public static Recorded<T>? Read(string path, JsonTypeInfo<Recorded<T>> type)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type);
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }

    public void Write(string path, JsonTypeInfo<Recorded<T>> type)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(this, type));
    }
}

/// <summary>The record of a crate's last build.</summary>
internal static class BuildRecord
{
    public static Recorded<CrateLibrary>? Read(RustCrate crate) =>
        Recorded<CrateLibrary>.Read(PathOf(crate), RecordedJson.Default.RecordedCrateLibrary);

    public static void Write(RustCrate crate, Recorded<CrateLibrary> record) =>
        record.Write(PathOf(crate), RecordedJson.Default.RecordedCrateLibrary);

    private static string PathOf(RustCrate crate) => Path.Combine(crate.OutputFolder, $"{crate.Metadata.Name}.build.json");
}

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Recorded<CrateMetadata>))]
[JsonSerializable(typeof(Recorded<CrateLibrary>))]
[JsonSerializable(typeof(Recorded<bool>))]
internal sealed partial class RecordedJson : JsonSerializerContext;
