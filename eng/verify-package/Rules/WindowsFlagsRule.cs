using System.Reflection.PortableExecutable;

namespace RustInterop.VerifyPackage.Rules;

/// <summary>Windows may load a DLL anywhere in the whole address space, and run nothing in it but code.</summary>
internal sealed class WindowsFlagsRule : ILibraryRule
{
    private static readonly IReadOnlyDictionary<string, DllCharacteristics> s_flags = new Dictionary<string, DllCharacteristics>
    {
        ["NX_COMPAT"] = DllCharacteristics.NxCompatible,
        ["DYNAMIC_BASE"] = DllCharacteristics.DynamicBase,
        ["HIGH_ENTROPY_VA"] = DllCharacteristics.HighEntropyVirtualAddressSpace,
    };

    public IEnumerable<Finding> Check(PackedLibrary library) =>
        library.Pe is not { } pe ? [] : s_flags
            .Where(flag => !pe.Characteristics.HasFlag(flag.Value))
            .Select(flag => new Finding(library.File, $"lacks {flag.Key}", string.Join(", ", s_flags.Keys)));
}
