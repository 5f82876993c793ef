using LibObjectFile.MachO;

namespace RustInterop.Build.Verification;

/// <summary>A library of macOS.</summary>
/// <param name="images">One for each processor that it is made for.</param>
internal sealed class MachOLibrary(IReadOnlyList<MachOFile> images) : NativeLibrary
{
    public override string TargetSystem => "macOS";

    public override IReadOnlyList<string> Processors => [.. images.Select(image => image.CpuType switch
    {
        MachOCpuType.X86_64 => "x64",
        MachOCpuType.Arm64 => "arm64",
        var processor => processor.ToString(),
    })];

    public override bool IsLibrary => images.All(image => image.FileType == MachOFileType.Dylib);

    public override IReadOnlyList<string> Needed { get; } =
        [.. images.SelectMany(image => image.LinkedLibraries).Select(library => library.Name).Distinct()];

    // LibObjectFile does not read the trie that the loader uses. The linker makes it from these symbols.
    public override IReadOnlyList<string> Exports { get; } = [.. images.SelectMany(image => image.ReadSymbolTable())
        .Where(symbol => symbol is { IsExternal: true, IsPrivateExternal: false, IsDebug: false }
            && symbol.Kind != MachOSymbolKind.Undefined)
        // Where C says name, the linker says _name.
        .Select(symbol => symbol.Name.StartsWith('_') ? symbol.Name[1..] : symbol.Name)
        .Distinct()];

    // The loader of macOS refuses it.
    public override IReadOnlyList<string> WritableCode => [];
}
