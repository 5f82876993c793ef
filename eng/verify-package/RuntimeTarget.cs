using RustInterop.Loading.Images;

namespace RustInterop.VerifyPackage;

/// <summary>What a library for a runtime identifier has to be made for.</summary>
/// <param name="System">By the names of <see cref="Platform"/>, as the others.</param>
/// <param name="Processor">As in the identifier.</param>
/// <param name="CLibrary">Null where there is but one.</param>
internal sealed record RuntimeTarget(string System, string Processor, string? CLibrary)
{
    /// <summary>The target of a runtime identifier; null where it is none of .NET's, or none of one kind of machine.</summary>
    public static RuntimeTarget? Of(string identifier)
    {
        string processor = identifier.Split('-')[^1];
        return !RuntimeIdentifiers.IsKnown(identifier) || !RuntimeIdentifiers.IsKnown($"unix-{processor}") ? null
            : RuntimeIdentifiers.Includes(identifier, "win") ? new RuntimeTarget("Windows", processor, null)
            : RuntimeIdentifiers.Includes(identifier, "osx") ? new RuntimeTarget("macOS", processor, null)
            : RuntimeIdentifiers.Includes(identifier, "linux-bionic") ? new RuntimeTarget("Linux", processor, Platform.Bionic)
            : RuntimeIdentifiers.Includes(identifier, "linux-musl") ? new RuntimeTarget("Linux", processor, Platform.Musl)
            : RuntimeIdentifiers.Includes(identifier, "linux") ? new RuntimeTarget("Linux", processor, Platform.Glibc)
            : null;
    }

    /// <summary>The file that the runtime looks for there.</summary>
    public string FileName(string library) => System switch
    {
        "Windows" => $"{library}.dll",
        "macOS" => $"lib{library}.dylib",
        _ => $"lib{library}.so",
    };

    public override string ToString() => string.Join(", ", new[] { System, Processor, CLibrary }.OfType<string>());
}
