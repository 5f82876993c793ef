using CsCheck;
using RustInterop.Fleet.Tool.HostSets;

namespace RustInterop.Tests.Tool.HostSets;

public sealed class HostNamesTests
{
    // Few texts, digits and places for them, so that names have much in common.
    private static readonly Gen<string> Name = Gen.OneOf(
        Gen.Select(OneOf("a", "rack", "10.", ""), OneOf("0", "1", "2", "9", "10", "11", "00", "01", "09", "010", "99"),
            OneOf("", "n", ".x", "-", ":"), OneOf("", "1", "2", "3", "03", "123456789012345678901"),
            (first, number, second, other) => first + number + second + other),
        OneOf("a", "b", "[::1]:22", "[::1]:23", "u@[fe80::2%e1]:1"));

    // Past the ends of the widths.
    private static readonly Gen<string[]> Run = Gen.Select(Gen.Int[0, 110], Gen.Int[1, 100], Gen.Int[1, 3], (first, count, width) =>
        (string[])[.. Enumerable.Range(first, count).Select(number => $"n{number.ToString($"D{width}")}")]);

    // What nodeset -f says, but for the order of the patterns.
    [Theory]
    [InlineData("node1 node2 node3 node7", "node[1-3,7]")]
    [InlineData("node7 node3 node1 node2 node1", "node[1-3,7]")]
    [InlineData("b2 a1 b1", "b[1-2],a1")]
    [InlineData("n01 n02 n10 n11", "n[01-02,10-11]")]
    [InlineData("n9 n10 n11", "n[9-11]")]
    [InlineData("n9 n09 n10", "n[9,09-10]")]
    [InlineData("n98 n99 n100 n099", "n[98-99,099-100]")]
    [InlineData("n0 n1 n00 n01", "n[0-1,00-01]")]
    [InlineData("r1n1 r1n2 r2n1 r2n2", "r[1-2]n[1-2]")]
    [InlineData("r1n1 r1n2 r2n1", "r1n[1-2],r2n1")]
    [InlineData("10.0.0.1 10.0.0.2 10.0.1.1", "10.0.0.[1-2],10.0.1.1")]
    [InlineData("n1-ib0 n2-ib0", "n[1-2]-ib0")]
    [InlineData("a b a", "a,b")]
    [InlineData("admin@web1:22 admin@web2:22", "admin@web[1-2]:22")]
    [InlineData("[::1]:22 [::1]:23", "[::1]:22,[::1]:23")]
    [InlineData("n99999999999999999998 n99999999999999999999", "n99999999999999999998,n99999999999999999999")]
    [InlineData("", "")]
    public void Fold_Names_JoinsThoseThatDifferInNumbers(string names, string folded)
    {
        HostNames.Fold(names.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Should().Be(folded);
    }

    [Fact]
    public void Fold_AnyNames_NamesTheSameHosts() => Name.Array[1, 40].Sample(NamesTheSame);

    [Fact]
    public void Fold_AnyRuns_NamesTheSameHosts() => Run.Array[1, 4].Sample(runs => NamesTheSame([.. runs.SelectMany(run => run)]));

    private static bool NamesTheSame(string[] names) =>
        Sets.Expand(HostNames.Fold(names)).Split(',').ToHashSet().SetEquals(names);

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);
}
