using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RustInterop.Build;
using RustInterop.Crossing;
using RustInterop.Tests.Child;

namespace RustInterop.Tests.Contract;

/// <summary>
/// Holds the records of the fleet, which are written by hand, to what Rust says of its own. A test in Rust, <c>shape.rs</c>, keeps
/// the fixture true.
/// </summary>
public sealed class RecordShapeTests
{
    private static readonly Export Procedure = Fixtures.ReadProcedure("start_procedure.shape.json");

    public static TheoryData<string> Required => [.. RequiredMembers];

    private static IEnumerable<string> RequiredMembers => InputMembers.Where(member => !member.HasDefault).Select(member => member.Name);

    private static IReadOnlyList<Field> InputMembers =>
        ((StructBody)Procedure.Definitions.Single(definition => definition.Name == nameof(ProcedureInput)).Body).Fields;

    [Fact]
    public void Input_OfTheContract_HasTheShapeThatRustReads() =>
        CSharpShape.Of(typeof(ProcedureInput)).Should().Be(RustShape.OfInput(Procedure, Procedure.Arguments.Single().Shape));

    [Fact]
    public void Output_OfTheContract_HasTheShapeThatRustWrites() =>
        CSharpShape.Of(typeof(ProcedureOutput)).Should().Be(RustShape.OfOutput(Procedure, Procedure.Output));

    [Fact]
    public void Progress_OfTheContract_HasTheShapeThatRustWrites() =>
        CSharpShape.Of(typeof(ProcedureProgress)).Should().Be(RustShape.OfOutput(Procedure, ((NewtypeBody)ReportOf("Done")).Content));

    [Theory]
    [InlineData("Output", "output", typeof(HostOutput))]
    [InlineData("Block", "block", typeof(HostBlock))]
    [InlineData("Start", "start", typeof(HostStart))]
    public void ReportOfOneMember_OfTheContract_HasTheShapeThatRustWrites(string kind, string name, Type type)
    {
        Field member = ((StructBody)ReportOf(kind)).Fields.Should().ContainSingle().Subject;

        member.Name.Should().Be(name);
        CSharpShape.Of(type).Should().Be(RustShape.OfOutput(Procedure, member.Shape));
    }

    [Fact]
    public void Input_Properties_AreTheMembersThatRustReads() =>
        Fixtures.MembersOf<ProcedureInput>().Should().Equal(InputMembers.Select(member => member.Name));

    [Fact]
    public void Input_DefaultsOnly_HasTheMembersThatRustRequires() =>
        Written().Select(member => member.Key).Should().Equal(RequiredMembers);

    [Theory]
    [MemberData(nameof(Required))]
    public void StartProcedure_WithoutARequiredMember_IsRefused(string member)
    {
        JsonObject input = Written();
        input.Remove(member);
        Action start = () =>
        {
            using RustString reply = RawReply.Of([.. Encoding.UTF8.GetBytes(input.ToJsonString()), 0]);
            Reply.Read(reply, ProcedureJson.Output).OutputOrThrow();
        };

        start.Should().Throw<RustException>().WithMessage($"*missing field `{member}`*");
    }

    private static Body ReportOf(string kind) =>
        ((EnumBody)Procedure.Definitions.Single(definition => definition.Path == ((Named)Procedure.Progress!).Path).Body)
            .Variants.Single(variant => variant.Name == kind).Body;

    private static JsonObject Written() =>
        JsonSerializer.SerializeToNode(new ProcedureInput(TimeSpan.Zero, 0, [], "true", 1), ProcedureJson.Input)!.AsObject();
}
