namespace RustInterop.Telemetry;

/// <summary>The values of tags: the names that the JSON has.</summary>
internal static class ProcedureTags
{
    internal static string NameOf<T>(T value)
        where T : struct, Enum =>
        SnakeCaseEnumConverter<T>.NameOf(value);
}
