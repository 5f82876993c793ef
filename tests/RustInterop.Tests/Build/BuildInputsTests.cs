using RustInterop.Build;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Build;

public sealed class BuildInputsTests : IDisposable
{
    private static readonly Dictionary<string, string> Settings = new() { ["the profile"] = "dev" };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FindChange_NothingChanged_FindsNone()
    {
        File.WriteAllText(_folder.PathOf("a.rs"), "a");

        Record("a.rs", "missing.toml", ".").FindChange(Settings).Should().BeNull();
    }

    [Fact]
    public void FindChange_OtherSetting_IsNamed() =>
        Record().FindChange(new() { ["the profile"] = "release" }).Should().Be("the profile");

    [Fact]
    public void FindChange_FileWrittenAppearedOrGone_IsNamed()
    {
        File.WriteAllText(_folder.PathOf("written.rs"), "a");
        File.WriteAllText(_folder.PathOf("gone.rs"), "a");
        BuildInputs written = Record("written.rs");
        BuildInputs gone = Record("gone.rs");
        BuildInputs appeared = Record("appeared.rs");

        File.WriteAllText(_folder.PathOf("written.rs"), "ab");
        File.Delete(_folder.PathOf("gone.rs"));
        File.WriteAllText(_folder.PathOf("appeared.rs"), "");

        written.FindChange(Settings).Should().Be(_folder.PathOf("written.rs"));
        gone.FindChange(Settings).Should().Be(_folder.PathOf("gone.rs"));
        appeared.FindChange(Settings).Should().Be(_folder.PathOf("appeared.rs"));
    }

    [Fact]
    public void FindChange_OlderFileOfTheSameLength_IsNamed()
    {
        string file = _folder.PathOf("a.rs");
        File.WriteAllText(file, "a");
        BuildInputs inputs = Record("a.rs");

        File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));

        inputs.FindChange(Settings).Should().Be(file);
    }

    [Fact]
    public void FindChange_NewFileInAFolder_NamesTheFolder()
    {
        Directory.CreateDirectory(_folder.PathOf("data"));
        BuildInputs inputs = Record("data");

        File.WriteAllText(_folder.PathOf("data/new.txt"), "");

        inputs.FindChange(Settings).Should().Be(_folder.PathOf("data"));
    }

    [Fact]
    public void FindChange_FileWrittenDuringTheBuild_IsNamed()
    {
        string file = _folder.PathOf("a.rs");
        DateTime begin = DateTime.UtcNow;
        File.WriteAllText(file, "a");
        File.SetLastWriteTimeUtc(file, begin.AddSeconds(1));
        BuildInputs inputs = Record("a.rs");

        inputs.DistrustNewerThan(begin, [file]);

        inputs.FindChange(Settings).Should().Be(file, "cargo may have read what it was before");
    }

    private BuildInputs Record(params string[] names) => BuildInputs.Record(Settings, ["PATH"], names.Select(_folder.PathOf));
}
