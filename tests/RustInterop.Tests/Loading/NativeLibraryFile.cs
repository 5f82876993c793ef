using RustInterop.Crossing;
using RustInterop.Loading;

namespace RustInterop.Tests.Loading;

/// <summary>The native library that these tests run against.</summary>
internal static class NativeLibraryFile
{
    internal static string Path { get; } =
        LibrarySearch.Candidates(NativeMethods.Library, typeof(Rust).Assembly).First(File.Exists);

    internal static string Name { get; } = System.IO.Path.GetFileName(Path);
}
