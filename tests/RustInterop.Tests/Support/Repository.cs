namespace RustInterop.Tests.Support;

/// <summary>Files of the repository outside the tests' own output.</summary>
internal static class Repository
{
    internal static string PathOf(params string[] names) => Path.Combine([Root(), .. names]);

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "RustInterop.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder;
    }
}
