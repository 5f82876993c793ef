using LibObjectFile;
using LibObjectFile.Diagnostics;
using LibObjectFile.Elf;
using LibObjectFile.MachO;
using LibObjectFile.PE;

namespace RustInterop.Build.Verification;

/// <summary>What a native library says about itself. LibObjectFile reads it.</summary>
internal abstract class NativeLibrary
{
    /// <summary>The system that it is made for, by the names of <see cref="RuntimeTarget"/>.</summary>
    public abstract string TargetSystem { get; }

    /// <summary>The processors that it is made for, as in runtime identifiers.</summary>
    public abstract IReadOnlyList<string> Processors { get; }

    /// <summary>Whether it is a library, and neither a program nor an object file.</summary>
    public abstract bool IsLibrary { get; }

    /// <summary>The libraries without which it does not load.</summary>
    public abstract IReadOnlyList<string> Needed { get; }

    /// <summary>The names of all that others can bind to, functions or not.</summary>
    public abstract IReadOnlyList<string> Exports { get; }

    /// <summary>The parts of it that are both writable and executable.</summary>
    public abstract IReadOnlyList<string> WritableCode { get; }

    /// <exception cref="BadImageFormatException">It is damaged, or of no format that libraries have.</exception>
    public static NativeLibrary Read(byte[] content)
    {
        using MemoryStream stream = new(content);
        try
        {
            return Is(ElfFile.IsElf) ? new ElfLibrary(ElfFile.Read(stream))
                : Is(MachOFatFile.IsFat) ? new MachOLibrary([.. MachOFatFile.Read(stream).Slices.Select(slice => slice.File!)])
                : Is(MachOFile.IsMachO) ? new MachOLibrary([MachOFile.Read(stream)])
                : content.AsSpan().StartsWith("MZ"u8) ? new PeLibrary(PEFile.Read(stream))
                : throw new BadImageFormatException("is no library of Windows, macOS or Linux");
        }
        catch (ObjectFileException exception)
        {
            string? reason = exception.Diagnostics.Messages
                .Where(message => message.Kind == DiagnosticKind.Error)
                .Select(message => message.Message)
                .FirstOrDefault();
            throw new BadImageFormatException($"is damaged or truncated: {reason ?? exception.Message}", exception);
        }
        catch (Exception exception) when (exception is ArgumentException or IOException)
        {
            // The library does not check each number before it reads there.
            throw new BadImageFormatException($"is damaged or truncated: {exception.Message}", exception);
        }

        bool Is(Func<Stream, bool> test)
        {
            bool result = test(stream);
            stream.Position = 0;
            return result;
        }
    }
}
