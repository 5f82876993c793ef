using RustInterop.Build;
using static RustInterop.Tests.Build.Descriptions.DescribedLibrary;

namespace RustInterop.Tests.Build.Descriptions;

public sealed class DescriptionFileTests
{
    private static readonly byte[] Sound = Description(Export("acme", "sound"));

    [Fact]
    public void Read_SeveralCrates_ListsEachExportBySymbol() =>
        DescriptionFile.Read(Of(Sound, Description(Export("other", "b")), Description(Export("acme", "cut"))))
            .Select(export => export.Symbol).Should().Equal("acme_cut", "acme_sound", "other_b");

    [Fact]
    public void Read_UniversalFile_ListsEachExportOnce() =>
        DescriptionFile.Read(Of(Sound, Sound)).Should().ContainSingle();

    [Fact]
    public void Read_NoDescription_FindsNothing() => DescriptionFile.Read(Of()).Should().BeEmpty();

    [Fact]
    public void Read_Docs_AreByWhatTheyAreAbout() =>
        DescriptionFile.Read(Of(Description(Export("acme", "cut"), new() { [""] = "Cuts.", ["acme::Word"] = "A word." })))
            .Single().Docs.Should().Equal(new Dictionary<string, string> { [""] = "Cuts.", ["acme::Word"] = "A word." });

    [Fact]
    public void Read_LaterFormat_NamesTheCrate() =>
        FluentActions.Invoking(() => DescriptionFile.Read(Of(Sound, Description(Export("acme", "cut"), format: 2))))
            .Should().Throw<UnknownFormatException>().WithMessage("*acme*format 2*");

    public static TheoryData<string, byte[]> Accidents => new()
    {
        { "the magic at the end", [.. "RUSTIO"u8] },
        { "no new line behind the format", [.. "RUSTIO"u8, 1, .. Sound.AsSpan(7)] },
        { "a shape that is longer than the file", [.. "RUSTIO"u8, 1, (byte)'\n', 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, (byte)'{'] },
        { "lengths that do not fit 32 bits together", [.. "RUSTIO"u8, 1, (byte)'\n', 0xFF, 0xFF, 0xFF, 0xFF, 2, 0, 0, 0, (byte)'{', (byte)'}'] },
        { "a shape that is no object", Raw([.. "[1]"u8], [.. "{}"u8]) },
        { "a shape that is not JSON", Raw([.. "{\"crate\":"u8], [.. "{}"u8]) },
        { "a shape that is not UTF-8", Raw([(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}'], [.. "{}"u8]) },
        { "an object of something else", Raw([.. "{}"u8], [.. "{}"u8], format: 9) },
    };

    [Theory]
    [MemberData(nameof(Accidents))]
    public void Read_MagicByAccident_IsSkipped(string accident, byte[] bytes) =>
        DescriptionFile.Read([.. bytes, .. Sound]).Should().ContainSingle(accident).Which.Symbol.Should().Be("acme_sound");
}
