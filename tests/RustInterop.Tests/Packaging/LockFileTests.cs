using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

/// <summary>Which packages the repository's own projects restore.</summary>
public sealed class LockFileTests
{
    // Their packages are those that the build has just made.
    private static readonly string[] s_users = [Path.Combine("tests", "consumers"), Path.Combine("templates", "rustlib")];

    private static readonly string[] s_made = ["artifacts", "bin", "obj", "target", "node_modules"];

    [Fact]
    public void Projects_OfTheRepository_HaveALockFile() =>
        ProjectFolders(Repository.PathOf()).Should().HaveCountGreaterThan(20)
            .And.AllSatisfy(folder => File.Exists(Path.Combine(folder, "packages.lock.json")).Should().BeTrue(folder));

    [Fact]
    public void Projects_OfUsers_HaveNone() =>
        s_users.SelectMany(folder => ProjectFolders(Repository.PathOf(folder))).Should().HaveCountGreaterThan(3)
            .And.AllSatisfy(folder => File.Exists(Path.Combine(folder, "packages.lock.json")).Should().BeFalse(folder));

    private static IEnumerable<string> ProjectFolders(string folder)
    {
        if (Directory.EnumerateFiles(folder, "*.csproj").Any())
        {
            yield return folder;
        }

        foreach (string below in Directory.EnumerateDirectories(folder).Where(IsSource).SelectMany(ProjectFolders))
        {
            yield return below;
        }
    }

    private static bool IsSource(string folder) =>
        !s_made.Contains(Path.GetFileName(folder)) && !s_users.Contains(Path.GetRelativePath(Repository.PathOf(), folder));
}
