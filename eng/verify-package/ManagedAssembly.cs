using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace RustInterop.VerifyPackage;

/// <summary>The C# half of the package, and what it wants of the native one.</summary>
internal sealed class ManagedAssembly
{
    /// <summary>The native library, by the name that the imports give it.</summary>
    public const string Library = "rust_interop";

    // The functions that are looked up at run time; every export but those of the base contract begins like this.
    private const string Prefix = "rust_interop_";

    /// <exception cref="InvalidDataException">It is no assembly, or imports nothing from the native library.</exception>
    public ManagedAssembly(Stream stream)
    {
        try
        {
            using PEReader image = new(stream);
            MetadataReader metadata = image.GetMetadataReader();
            Functions = [.. Imports(metadata).Concat(LookedUp(metadata)).Distinct().Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is BadImageFormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"the assembly in it cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The functions that it imports by attribute, and those that it looks up by their names.</summary>
    public IReadOnlyList<string> Functions { get; }

    private static IEnumerable<string> Imports(MetadataReader metadata) =>
        metadata.MethodDefinitions
            .Select(handle => metadata.GetMethodDefinition(handle).GetImport())
            .Where(import => !import.Module.IsNil
                && metadata.GetString(metadata.GetModuleReference(import.Module).Name) == Library)
            .Select(import => metadata.GetString(import.Name));

    // A library is asked for its version before anything is imported from it, and so by text literals.
    private static IEnumerable<string> LookedUp(MetadataReader metadata)
    {
        UserStringHandle handle = MetadataTokens.UserStringHandle(0);
        while (!(handle = metadata.GetNextHandle(handle)).IsNil)
        {
            string text = metadata.GetUserString(handle);
            if (text.StartsWith(Prefix, StringComparison.Ordinal) && text.All(IsOfAName))
            {
                yield return text;
            }
        }
    }

    private static bool IsOfAName(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';
}
