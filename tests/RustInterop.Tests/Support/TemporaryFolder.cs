namespace RustInterop.Tests.Support;

/// <summary>A temporary folder for one test, deleted afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rust-interop-");

    internal string FullName => _folder.FullName;

    internal string PathOf(string name) => Path.Combine(FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
