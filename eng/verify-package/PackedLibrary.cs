using RustInterop.Loading.Images;
using RustInterop.VerifyPackage.Formats;

namespace RustInterop.VerifyPackage;

/// <summary>A native library of the package.</summary>
internal sealed class PackedLibrary(string file, string identifier, RuntimeTarget target, string path) : IDisposable
{
    private readonly ImageFile _file = new(path);

    private LibraryImage? _image;
    private ElfLayout? _elf;
    private PeLayout? _pe;

    /// <summary>Its path in the package.</summary>
    public string File => file;

    public string RuntimeIdentifier => identifier;

    public RuntimeTarget Target => target;

    /// <summary>In bytes.</summary>
    public long Length => (long)_file.Length;

    /// <exception cref="BadImageFormatException">It is damaged, or no library.</exception>
    public LibraryImage Image =>
        _image ??= LibraryImage.Of(_file) ?? throw BadImage.NoLibrary(OtherFile.Describe(_file));

    /// <summary>Null where it is of another format.</summary>
    /// <exception cref="BadImageFormatException">It is damaged.</exception>
    public ElfLayout? Elf => _elf ??= Image is ElfImage image ? new ElfLayout(image) : null;

    /// <inheritdoc cref="Elf"/>
    public PeLayout? Pe => _pe ??= Image is PeImage ? new PeLayout(path) : null;

    public void Dispose() => _file.Dispose();
}
