using System.Reflection.PortableExecutable;
using LibObjectFile.Elf;

namespace RustInterop.Build.Verification;

/// <summary>What has to hold for each native library, so that it helps an attacker less.</summary>
internal static class HardeningRules
{
    private const ElfSegmentTypeCore StackSegment = (ElfSegmentTypeCore)0x6474_e551;
    private const ElfSegmentTypeCore RelroSegment = (ElfSegmentTypeCore)0x6474_e552;
    private const uint Executable = 1;

    // Of DT_FLAGS and of DT_FLAGS_1.
    private const ulong TextRelocations = 4;
    private const ulong BindNow = 8;
    private const ulong BindNow1 = 1;

    private static readonly IReadOnlyDictionary<string, DllCharacteristics> s_windowsFlags =
        new Dictionary<string, DllCharacteristics>
        {
            ["NX_COMPAT"] = DllCharacteristics.NxCompatible,
            ["DYNAMIC_BASE"] = DllCharacteristics.DynamicBase,
            ["HIGH_ENTROPY_VA"] = DllCharacteristics.HighEntropyVirtualAddressSpace,
        };

    public static IEnumerable<Finding> Check(PackedLibrary library) =>
        (library.Library switch
        {
            ElfLibrary elf => [.. CheckRelocations(elf), .. CheckStack(elf)],
            PeLibrary pe => CheckWindowsFlags(pe),
            _ => [],
        })
        .Concat(CheckWritableCode(library.Library))
        .Select(found => new Finding(library.File, found.Problem, found.Expected));

    /// <summary>
    /// All addresses that the loader fills in are filled in at once and read-only from then on (full RELRO), so that no
    /// overwritten one redirects a call; and none of them is in the code, which would have to be made writable.
    /// </summary>
    private static IEnumerable<(string Problem, string Expected)> CheckRelocations(ElfLibrary library)
    {
        if (!library.Segments(RelroSegment).Any())
        {
            yield return ("leaves its relocated addresses writable", "a segment PT_GNU_RELRO");
        }

        if (!library.Has(ElfDynamicTag.BindNow)
            && !library.Has(ElfDynamicTag.Flags, BindNow)
            && !library.Has(ElfDynamicTag.Flags1, BindNow1))
        {
            yield return ("binds functions at their first call", "BIND_NOW");
        }

        if (library.Has(ElfDynamicTag.TextRel) || library.Has(ElfDynamicTag.Flags, TextRelocations))
        {
            yield return ("has relocations in its code", "no DT_TEXTREL");
        }
    }

    /// <summary>Loading a library does not make the stacks of the process executable.</summary>
    private static IEnumerable<(string Problem, string Expected)> CheckStack(ElfLibrary library)
    {
        // Without the segment, the loader assumes that the stack has to be executable.
        if (!library.Segments(StackSegment).Any(segment => (segment.Flags.Value & Executable) == 0))
        {
            yield return ("asks for an executable stack", "a segment PT_GNU_STACK that is not executable");
        }
    }

    /// <summary>Windows may load a DLL anywhere in the whole address space, and run nothing in it but code.</summary>
    private static IEnumerable<(string Problem, string Expected)> CheckWindowsFlags(PeLibrary library) => s_windowsFlags
        .Where(flag => !library.DllCharacteristics.HasFlag(flag.Value))
        .Select(flag => ($"lacks {flag.Key}", string.Join(", ", s_windowsFlags.Keys)));

    /// <summary>No part of a library is both writable and executable.</summary>
    private static IEnumerable<(string Problem, string Expected)> CheckWritableCode(NativeLibrary library) =>
        library.WritableCode.Select(part => ($"has a {part} that is writable and executable", "either"));
}
