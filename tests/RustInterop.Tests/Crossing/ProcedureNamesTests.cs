using RustInterop.Crossing;

namespace RustInterop.Tests.Crossing;

public sealed class ProcedureNamesTests
{
    private static readonly string[] Names = ["bill", "bull", "panic_with", "x"];

    [Theory]
    [InlineData("bil", "bill")]
    [InlineData("BILL", "bill")]
    [InlineData("bully", "bull")]
    [InlineData("pamic_witj", "panic_with")]
    [InlineData("pamik_witj", "panic_with")]
    [InlineData("y", "x")]
    [InlineData("pamik_vitj", null)]
    [InlineData("ban", null)]
    [InlineData("analyse", null)]
    public void Nearest_UpToAThirdOfTheLettersWrong_IsTheClosestName(string name, string? nearest) =>
        ProcedureNames.Nearest(name, Names).Should().Be(nearest);

    [Fact]
    public void Nearest_NoProcedures_IsNull() => ProcedureNames.Nearest("bill", []).Should().BeNull();

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "ABC", 0)]
    [InlineData("abc", "abcd", 1)]
    [InlineData("bcd", "abcd", 1)]
    [InlineData("abc", "axc", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("saturday", "sunday", 3)]
    public void EditDistance_TwoWords_IsTheFewestChanges(string first, string second, int changes)
    {
        ProcedureNames.EditDistance(first, second).Should().Be(changes);
        ProcedureNames.EditDistance(second, first).Should().Be(changes);
    }
}
