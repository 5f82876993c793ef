using System.Reflection.PortableExecutable;
using LibObjectFile.PE;

namespace RustInterop.Build.Verification;

/// <summary>A library of Windows.</summary>
internal sealed class PeLibrary(PEFile file) : NativeLibrary
{
    private const SectionCharacteristics ExecutableAndWritable =
        SectionCharacteristics.MemExecute | SectionCharacteristics.MemWrite;

    public DllCharacteristics DllCharacteristics => file.OptionalHeader.DllCharacteristics;

    public override string TargetSystem => "Windows";

    public override IReadOnlyList<string> Processors =>
    [
        file.CoffHeader.Machine switch
        {
            Machine.I386 => "x86",
            Machine.Amd64 => "x64",
            Machine.Arm64 => "arm64",
            var machine => machine.ToString(),
        },
    ];

    public override bool IsLibrary => file.CoffHeader.Characteristics.HasFlag(Characteristics.Dll);

    public override IReadOnlyList<string> Needed { get; } =
        [.. (file.Directories.Import?.Entries ?? []).Select(entry => entry.ImportDllNameLink.Resolve() ?? "")];

    public override IReadOnlyList<string> Exports { get; } =
        [.. (file.Directories.Export?.ExportNameTable?.Values ?? []).Select(name => name.Resolve() ?? "")];

    public override IReadOnlyList<string> WritableCode { get; } = [.. file.Sections
        .Where(section => section.Characteristics.HasFlag(ExecutableAndWritable))
        .Select(section => $"section {section.Name}")];
}
