using System.Text.Json;

namespace RustInterop.Build;

/// <summary>A build script that cargo has run, or whose earlier output still holds.</summary>
/// <param name="Package">Cargo's name of its crate.</param>
/// <param name="Output">The lines that it printed.</param>
internal sealed record BuildScript(string Package, IReadOnlyList<string> Output)
{
    private const string Directive = "rerun-if-";
    private const string VariableDirective = "rerun-if-env-changed=";

    /// <summary>The environment variables after a change of which cargo runs it again.</summary>
    public IEnumerable<string> Variables =>
        Directives.Where(directive => directive.StartsWith(VariableDirective, StringComparison.Ordinal))
            .Select(directive => directive[VariableDirective.Length..]);

    // Both "cargo:" and "cargo::" are valid.
    private IEnumerable<string> Directives =>
        Output.Where(line => line.StartsWith("cargo:", StringComparison.Ordinal)).Select(line => line["cargo:".Length..].TrimStart(':'));

    /// <summary>Reads cargo's message <c>build-script-executed</c>.</summary>
    public static BuildScript Read(JsonElement message)
    {
        string output = Path.Combine(Path.GetDirectoryName(message.GetProperty("out_dir").GetString())!, "output");
        return new(message.GetProperty("package_id").GetString()!, File.Exists(output) ? File.ReadAllLines(output) : []);
    }

    /// <summary>
    /// The folders after a change of which cargo runs it again, if it does not say so itself: all of its crate. Cargo's dep-info has
    /// what it says.
    /// </summary>
    /// <param name="folder">The folder of its crate; null if that is not a local one.</param>
    public IEnumerable<string> FoldersWithoutDirectives(string? folder) =>
        folder is null || Directives.Any(directive => directive.StartsWith(Directive, StringComparison.Ordinal)) ? [] : FileSystem.SourceFolders(folder);
}
