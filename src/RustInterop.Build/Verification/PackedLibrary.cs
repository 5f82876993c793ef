namespace RustInterop.Build.Verification;

/// <summary>A native library of a package.</summary>
/// <param name="file">Its path, for messages.</param>
/// <param name="runtimeIdentifier">The runtime identifier for which it is packed.</param>
/// <param name="content">Its bytes.</param>
internal sealed class PackedLibrary(string file, string runtimeIdentifier, byte[] content)
{
    private readonly Lazy<NativeLibrary> _library = new(() => NativeLibrary.Read(content));

    public string File => file;

    public string RuntimeIdentifier => runtimeIdentifier;

    public RuntimeTarget Target { get; } = RuntimeTarget.Of(runtimeIdentifier)
        ?? throw new ArgumentException($"{runtimeIdentifier} is no runtime identifier of .NET for a system and a processor.", nameof(runtimeIdentifier));

    /// <summary>In bytes.</summary>
    public long Length => content.Length;

    /// <exception cref="BadImageFormatException">It is damaged, or no library.</exception>
    public NativeLibrary Library => _library.Value;
}
