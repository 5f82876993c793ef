using System.Security.Cryptography;
using System.Text;

namespace RustInterop.Build;

/// <summary>What cargo said about crates, until something changes that could change the answer.</summary>
internal static class MetadataCache
{
    public static CrateMetadata Get(string manifest, string outputFolder, CancellationToken cancellation)
    {
        Dictionary<string, string> settings = new() { ["the crate"] = manifest };
        string path = Path.Combine(outputFolder, $"{FileName(manifest)}.metadata.json");
        Recorded<CrateMetadata>? recorded = Recorded<CrateMetadata>.Read(path, RecordedJson.Default.RecordedCrateMetadata);
        if (recorded is not null && recorded.Inputs.FindChange(settings) is null)
        {
            return recorded.Value;
        }

        string folder = Path.GetDirectoryName(manifest)!;
        BuildInputs inputs = BuildInputs.Record(settings, [], [
            .. Toolchain.FilesFor(folder),
            .. FileSystem.Ancestors(folder).Select(above => Path.Combine(above, "Cargo.toml")),
        ]);
        CrateMetadata metadata = CrateMetadata.Ask(manifest, cancellation);
        new Recorded<CrateMetadata>(inputs, metadata).Write(path, RecordedJson.Default.RecordedCrateMetadata);
        return metadata;
    }

    // Two crates of a project can be in folders of the same name.
    private static string FileName(string manifest) =>
        $"{Path.GetFileName(Path.GetDirectoryName(manifest))}-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(manifest)))[..8]}";
}
