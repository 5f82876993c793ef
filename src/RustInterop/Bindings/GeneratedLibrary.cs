using System.ComponentModel;
using System.Reflection;
using RustInterop.Crossing;
using RustInterop.Loading;

namespace RustInterop.Bindings;

/// <summary>For generated code: a library that is loaded by the first call. Thread-safe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GeneratedLibrary
{
    private readonly string _name;
    private readonly Assembly _assembly;
    private readonly Lock _loading = new();
    private volatile LoadedLibrary? _loaded;

    /// <summary>Names the library. Nothing is loaded yet.</summary>
    /// <param name="name">Its name, such as <c>acme_text</c>.</param>
    /// <param name="assembly">The assembly that has the generated code.</param>
    public GeneratedLibrary(string name, Assembly assembly)
    {
        _name = name;
        _assembly = assembly;
        // If loading fails, the next use tries again.
        Library = new RustLibrary(name, new Lazy<LoadedLibrary>(() => Load().Again(), LazyThreadSafetyMode.PublicationOnly));
    }

    /// <summary>The library by itself. Disposing it refuses no call of the generated code.</summary>
    public RustLibrary Library { get; }

    /// <exception cref="RustLibraryLoadException">It does not load. The next call tries again.</exception>
    internal LoadedLibrary Load()
    {
        if (_loaded is { } loaded)
        {
            return loaded;
        }

        lock (_loading)
        {
            return _loaded ??= LoadedLibrary.Load(
                LibrarySearch.FileName(_name),
                LibrarySearch.Candidates(_name, _assembly),
                LibrarySearch.LoadContext(_name, _assembly));
        }
    }
}
