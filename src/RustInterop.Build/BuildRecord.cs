namespace RustInterop.Build;

/// <summary>The record of a crate's last build.</summary>
internal static class BuildRecord
{
    public static Recorded<CrateLibrary>? Read(RustCrate crate) =>
        Recorded<CrateLibrary>.Read(PathOf(crate), RecordedJson.Default.RecordedCrateLibrary);

    public static void Write(RustCrate crate, Recorded<CrateLibrary> record) =>
        record.Write(PathOf(crate), RecordedJson.Default.RecordedCrateLibrary);

    private static string PathOf(RustCrate crate) => Path.Combine(crate.OutputFolder, $"{crate.Metadata.Name}.build.json");
}
