using RustInterop.Build;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Build;

public sealed class ToolchainTests
{
    [Fact]
    public void FilesFor_Folder_NamesTheToolchainAndTheConfigurationOfEachFolderAboveIt()
    {
        using TemporaryFolder folder = new();

        IEnumerable<string> files = Toolchain.FilesFor(folder.PathOf("a/b"));

        files.Should().Contain(
        [
            folder.PathOf("a/b/rust-toolchain.toml"),
            folder.PathOf("a/rust-toolchain.toml"),
            folder.PathOf("rust-toolchain"),
            folder.PathOf("a/.cargo/config.toml"),
            folder.PathOf(".cargo/config"),
        ]);
    }

    [ToolFact("cargo")]
    public void FilesFor_AnyFolder_NamesThePrograms() =>
        Toolchain.FilesFor("/").Should().Contain([Command.Find("cargo")!, Command.Find("rustc")!]);
}
