namespace RustInterop.VerifyPackage.Rules;

/// <summary>A library exports what the C# half imports from it, no more and no less.</summary>
internal sealed class ExportsRule(ManagedAssembly assembly) : ILibraryRule
{
    public IEnumerable<Finding> Check(PackedLibrary library)
    {
        IReadOnlyList<string> exports =
            [.. (library.Elf?.Exports() ?? library.Pe?.Exports ?? library.Image.Functions()).Order(StringComparer.Ordinal)];
        foreach (string name in assembly.Functions.Except(exports))
        {
            yield return new Finding(library.File, $"does not export {name}", "it, which the assembly imports");
        }

        foreach (string name in exports.Except(assembly.Functions))
        {
            yield return new Finding(library.File, $"exports {name}", "nothing that the assembly does not import");
        }
    }
}
