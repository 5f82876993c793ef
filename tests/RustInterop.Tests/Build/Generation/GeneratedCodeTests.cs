using System.Reflection;
using System.Runtime.CompilerServices;
using RustInterop.Build;
using static RustInterop.Tests.Build.Descriptions.DescribedLibrary;

namespace RustInterop.Tests.Build.Generation;

/// <summary>The names of the generated code, and that it compiles, whatever the names in Rust are.</summary>
public sealed class GeneratedCodeTests
{
    private static readonly string[] s_forbidden =
    ["word", "clone", "equals", "to_string", "get_type", "get_hash_code", "print_members", "equality_contract",
         "deconstruct", "a_1", "a1", "_", "class", "größe"];

    private static readonly string[] s_paths = ["acme::Word", "acme::in_text::Word", "other::Word", "acme::AcmeExports"];

    [Fact]
    public void Members_NamedAsCSharpForbids_AreRenamed()
    {
        CompiledCode code = CompiledCode.Of(Export("acme", "f", """{"type":"acme::Word"}""",
            Struct("acme::Word", s_forbidden)));

        Names(code.Type("Acme.Word").GetProperties().Where(member => member.GetMethod!.IsPublic)).Should().BeEquivalentTo(
            "WordValue", "CloneValue", "EqualsValue", "ToStringValue", "GetTypeValue", "GetHashCodeValue", "PrintMembersValue",
            "EqualityContractValue", "DeconstructValue", "A1", "A12", "Underscore", "Class", "Größe");
    }

    [Fact]
    public void Methods_NamedAsCSharpForbids_AreRenamed()
    {
        CompiledCode code = CompiledCode.Of(
            Method("new", "u8"), Method("new", """{"type":"acme::Word"}"""), Method("dispose", "u8"), Method("get_type", "u8"),
            Method("word", "u8"), Method("create", "u8"), Method("add", "u8"), Method("add_async", "u8"));

        Type word = code.Type("Acme.Word");
        word.BaseType.Should().Be<RustObject>();
        word.GetConstructors().Should().ContainSingle();
        Names(word.GetMethods().Where(method => method.DeclaringType == word)).Should().BeEquivalentTo(
            "New", "NewAsync", "CreateAsync", "DisposeMethod", "DisposeMethodAsync", "GetTypeMethod", "GetTypeMethodAsync", "WordMethod",
            "WordMethodAsync", "CreateMethod", "CreateMethodAsync", "Add", "AddAsync", "AddAsync2", "AddAsync2Async");

        static string Method(string name, string output) => $$"""
            {"crate":"acme","name":"{{name}}","type":"acme::Word","object":true,"arguments":[],"output":{{(output[0] == '{' ? output : $"\"{output}\"")}},"types":[{"path":"acme::Word","object":true}]}
            """;
    }

    [Theory]
    [InlineData("bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char string lent_bytes bytes", true)]
    [InlineData("string string string string", true)]
    [InlineData("string string string string bytes", false)]
    public void Function_WithADirectEntry_CallsItIfTheArgumentsAreNotTooMany(string arguments, bool isDirect)
    {
        string[] types = arguments.Split(' ');
        string[] outputs = [.. types.Where(type => type != "lent_bytes"), "unit"];
        string list = string.Join(',', types.Select((type, index) => $$"""{"name":"a{{index}}","shape":"{{type}}"}"""));

        CompiledCode code = CompiledCode.Of([.. outputs.Distinct().Select((output, index) => $$"""
            {"direct":1,"crate":"acme","name":"f{{index}}","object":true,"arguments":[{{list}}],"output":"{{output}}","types":[]}
            """)]);

        code.Text.Contains(".Direct is ", StringComparison.Ordinal).Should().Be(isDirect);
    }

    [Theory]
    [InlineData("""{"name":"other","shape":{"type":"acme::Word"}}""", 1, true)]
    [InlineData("""{"name":"other","shape":{"type":"acme::Word"}},{"name":"third","shape":{"type":"acme::Word"}}""", 1, false)]
    [InlineData("""{"name":"other","shape":{"type":"acme::Word"}}""", 2, true)]
    [InlineData("""{"name":"other","shape":{"type":"acme::Word"}}""", 3, false)]
    public void Method_WithADirectEntry_CallsItByTheConventionThatIsKnown(string others, int convention, bool isDirect)
    {
        CompiledCode code = CompiledCode.Of($$"""
            {"direct":{{convention}},"crate":"acme","name":"f","type":"acme::Word","receiver":true,"object":true,"arguments":[{{others}}],
            "output":{"type":"acme::Word"},"types":[{"path":"acme::Word","object":true}]}
            """);

        code.Text.Contains(".Direct is ", StringComparison.Ordinal).Should().Be(isDirect);
    }

    [Theory]
    [InlineData("")]
    [InlineData("lent_bytes")]
    [InlineData("lent_bytes lent_bytes lent_bytes lent_bytes lent_bytes")]
    [InlineData("bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char string lent_bytes bytes")]
    public void Function_ThatIsShort_IsAValueTaskWithAnyParameters(string arguments)
    {
        string[] types = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string list = string.Join(',', types.Select((type, index) => $$"""{"name":"a{{index}}","shape":"{{type}}"}"""));

        CompiledCode code = CompiledCode.Of(
            $$"""{"short":true,"crate":"acme","name":"f","object":true,"arguments":[{{list}}],"output":"string","types":[]}""",
            $$"""{"direct":1,"short":true,"crate":"acme","name":"g","object":true,"arguments":[{{list}}],"output":"unit","types":[]}""");

        Type exports = code.Type("Acme.AcmeExports");
        exports.GetMethod("FAsync")!.ReturnType.Should().Be<ValueTask<string>>();
        exports.GetMethod("GAsync")!.ReturnType.Should().Be<ValueTask>();
    }

    [Fact]
    public void Function_ThatReturnsAStream_IsOneMethodWithoutATask()
    {
        CompiledCode code = CompiledCode.Of(Export("acme", "all_words", """{"stream":"string","error":{"type":"acme::Word"}}""",
            Struct("acme::Word", "text")));

        code.Type("Acme.AcmeExports").GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => !method.IsSpecialName)
            .Select(method => (method.Name, method.ReturnType)).Should().Equal(("AllWords", typeof(IAsyncEnumerable<string>)));
    }

    [Fact]
    public void Members_ThatAreStreams_HaveTheTypesOfTheirErrors()
    {
        CompiledCode code = CompiledCode.Of(Export("acme", "f", """{"type":"acme::Opened"}""",
            """{"path":"acme::Opened","struct":[{"name":"words","rust":"words","shape":{"stream":"string"}},{"name":"more","rust":"more","shape":{"option":{"stream":"string","error":{"type":"acme::Word"}}}}]},"""
            + Struct("acme::Word", "text")));

        Type opened = code.Type("Acme.Opened");
        opened.GetProperty("Words")!.PropertyType.Should().Be<RustStream<string>>();
        opened.GetProperty("More")!.PropertyType.Should().Be(typeof(RustStream<,>).MakeGenericType(typeof(string), code.Type("Acme.Word")));
    }

    [Fact]
    public void Variants_NamedAsCSharpForbids_AreRenamed()
    {
        CompiledCode code = CompiledCode.Of(Export("acme", "f", """{"type":"acme::Filter"}""", """
            {"path":"acme::Filter","enum":[{"name":"a","rust":"Filter","unit":true},{"name":"b","rust":"Clone","newtype":"u8"},
             {"name":"c","rust":"String","struct":[{"name":"string","rust":"string","shape":"string"}]}]}
            """));

        Names(code.Type("Acme.Filter").GetNestedTypes()).Should().BeEquivalentTo("FilterValue", "CloneValue", "String");
        code.RoundTrip("Filter", """{"c":{"string":"x"}}""").Should().Be("""{"c":{"string":"x"}}""");
    }

    [Fact]
    public void Types_WithOneNameInSeveralModules_AreNamedAfterThem()
    {
        CompiledCode code = CompiledCode.Of(Export("acme", "f",
            """{"tuple":[{"type":"acme::Word"},{"type":"acme::in_text::Word"},{"type":"other::Word"},{"type":"acme::AcmeExports"}]}""",
            string.Join(',', s_paths.Select(path => Struct(path, "text")))));

        Names(code.Type("Acme.Word").Assembly.GetExportedTypes()).Should().BeEquivalentTo(
            "Word", "InTextWord", "OtherWord", "AcmeExportsType", "AcmeExports");
    }

    [Theory]
    [InlineData("String")]
    [InlineData("Task")]
    [InlineData("List")]
    [InlineData("Type")]
    [InlineData("Object")]
    [InlineData("Exception")]
    [InlineData("System")]
    [InlineData("Acme")]
    [InlineData("IProgress")]
    public void Type_NamedLikeOneOfDotNet_Compiles(string name)
    {
        CompiledCode code = CompiledCode.Of(Export("acme", name.ToLowerInvariant(), $$"""{"list":{"type":"acme::{{name}}"} }""",
            Struct($"acme::{name}", "text", name)));

        code.Type($"Acme.{name}").Should().NotBeNull();
    }

    [Fact]
    public void Exports_NamedAsCSharpForbids_AreRenamed()
    {
        CompiledCode code = CompiledCode.Of(
            Export("acme", "equals"), Export("acme", "acme_exports"), Export("acme", "library"), Export("acme", "cut_1"), Export("acme", "cut1"), Export("other", "cut1"));

        Names(code.Type("Acme.AcmeExports").GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(name => !name.EndsWith("Async", StringComparison.Ordinal)).Should().BeEquivalentTo(
                "EqualsFunction", "AcmeExportsFunction", "LibraryFunction", "Cut1", "Cut12", "Cut13", "get_Library");
    }

    [Theory]
    [InlineData("AcmeExports", "Library")]
    [InlineData("Library", "RustLibrary")]
    public void Class_WithAnExport_HasItsLibraryAndLoadsNothingForIt(string className, string property)
    {
        CompiledCode code = CompiledCode.Of(new CodeSettings("acme", "Acme", className, "public"), Export("acme", "f"), Export("acme", "rust_library"));

        RustLibrary library = (RustLibrary)code.Type($"Acme.{className}").GetProperty(property)!.GetValue(null)!;

        library.Name.Should().Be("acme");
        library.Invoking(missing => missing.Path).Should().Throw<RustLibraryLoadException>();
    }

    [Fact]
    public void Export_SeveralParameters_AreTheMethods()
    {
        CompiledCode code = CompiledCode.Of("""
            {"crate":"acme","name":"cut","object":true,"arguments":[{"name":"class","shape":"string"},{"name":"progress","shape":"u64"},
            {"name":"top","shape":{"option":"u32"}}],"output":"unit","progress":"u8","types":[]}
            """);
        MethodInfo method = code.Type("Acme.AcmeExports").GetMethod("CutAsync")!;

        Names(method.GetParameters()).Should().Equal("class", "progressValue", "top", "progress", "cancellationToken");
        method.GetParameters().Select(parameter => parameter.IsOptional).Should().Equal(false, false, true, true, true);
        method.ReturnType.Should().Be<Task>();
    }

    [Theory]
    [InlineData(1, typeof(ReadOnlySpan<byte>))]
    [InlineData(4, typeof(ReadOnlySpan<byte>))]
    [InlineData(5, typeof(ReadOnlyMemory<byte>))]
    public void Export_LentBytes_AreSpansAsLongAsPossible(int count, Type blocking)
    {
        string arguments = string.Concat(Enumerable.Range(0, count).Select(number => $$"""{"name":"data{{number}}","shape":"lent_bytes"},"""));
        CompiledCode code = CompiledCode.Of($$$"""
            {"crate":"acme","name":"pack","object":true,"arguments":[{{{arguments}}}{"name":"level","shape":{"option":"u32"}}],"output":"bytes","types":[]}
            """);
        Type exports = code.Type("Acme.AcmeExports");

        TypesOf("Pack").Should().Equal([.. Enumerable.Repeat(blocking, count), typeof(uint?)]);
        TypesOf("PackAsync").Should().Equal([.. Enumerable.Repeat(typeof(ReadOnlyMemory<byte>), count), typeof(uint?), typeof(CancellationToken)]);
        exports.GetMethod("PackAsync")!.ReturnType.Should().Be<Task<RustBytes>>();

        IEnumerable<Type> TypesOf(string method) => exports.GetMethod(method)!.GetParameters().Select(parameter => parameter.ParameterType);
    }

    [Fact]
    public void Export_OfBytesAlone_HasThemAsItsInput()
    {
        CompiledCode code = CompiledCode.Of(
            """{"crate":"acme","name":"pack","arguments":[{"name":"data","shape":"lent_bytes"}],"output":"unit","types":[]}""",
            """{"crate":"acme","name":"keep","arguments":[{"name":"data","shape":"bytes"}],"output":"unit","types":[]}""");
        Type exports = code.Type("Acme.AcmeExports");

        exports.GetMethod("Pack")!.GetParameters().Single().ParameterType.Should().Be(typeof(ReadOnlySpan<byte>));
        exports.GetMethod("Keep")!.GetParameters().Single().ParameterType.Should().Be<RustBytes>();
    }

    [Fact]
    public void Generic_WithAnOptionOfItsParameter_IsOneTypeForEachUse()
    {
        CompiledCode code = CompiledCode.Of(Export("acme", "f", """{"tuple":[{"type":"acme::Maybe","arguments":["u32"]},{"type":"acme::Maybe","arguments":[{"list":"string"}]}]}""",
            """{"path":"acme::Maybe","parameters":["T"],"struct":[{"name":"value","rust":"value","shape":{"option":{"parameter":0}}}]}"""));

        code.Type("Acme.MaybeOfUInt32").GetProperty("Value")!.PropertyType.Should().Be<uint?>();
        code.Type("Acme.MaybeOfListOfString").GetProperty("Value")!.PropertyType.Should().Be<IReadOnlyList<string>>();
    }

    [Fact]
    public void Generic_WithACallbackThatReturnsItsParameter_IsOneTypeForEachUse()
    {
        CompiledCode code = CompiledCode.Of(
            """{"crate":"acme","name":"f","arguments":[{"name":"a","shape":{"type":"acme::Hook","arguments":["unit"]}},{"name":"b","shape":{"type":"acme::Hook","arguments":["u8"]}}],"output":"unit","types":[{"path":"acme::Hook","parameters":["T"],"struct":[{"name":"on","rust":"on","shape":{"callback":["u32",{"parameter":0}]}}]}]}""");

        code.Type("Acme.HookOfUnit").GetProperty("On")!.PropertyType.Should().Be<Action<uint>>();
        code.Type("Acme.HookOfByte").GetProperty("On")!.PropertyType.Should().Be<Func<uint, byte>>();
    }

    [Fact]
    public void MethodsOfAnInterface_NamedAsCSharpForbids_AreRenamed()
    {
        CompiledCode code = CompiledCode.Of(Takes("acme::Word", Method("get_type"), Method("i_word"), Method("a_1"), Method("a1"), Method("dispose", "in", "input", "a_b", "aB")));

        Names(code.Type("Acme.IWord").GetMethods()).Should().BeEquivalentTo("GetTypeMethod", "IWordMethod", "A1", "A12", "Dispose");
        Names(code.Type("Acme.IWord").GetMethod("Dispose")!.GetParameters()).Should().Equal("in", "input", "aB", "aB2");
    }

    [Fact]
    public void MethodsOfAnInterface_WithTypesWithoutMembers_ReturnNothing()
    {
        CompiledCode code = CompiledCode.Of(Takes("acme::Word", """{"name":"a","arguments":[{"name":"nothing","shape":{"type":"acme::Done"}}],"output":{"type":"acme::Done"}}"""));

        code.Type("Acme.IWord").GetMethod("A")!.ReturnType.Should().Be(typeof(void));
        code.Type("Acme.IWord").GetMethod("A")!.GetParameters().Single().ParameterType.Should().Be<ValueTuple>();
    }

    [Fact]
    public void Member_AbsentOrNullInRust_IsOptional()
    {
        CompiledCode code = CompiledCode.Of(Export("acme", "f", """{"tuple":[{"type":"acme::Change"},{"type":"acme::Optional","arguments":["u32"]}]}""",
            """
            {"path":"acme::Change","struct":[{"name":"text","rust":"text","default":true,"skip_if":true,"shape":{"optional":{"option":"string"}}}]},
            {"path":"acme::Optional","parameters":["T"],"struct":[{"name":"to","rust":"to","default":true,"skip_if":true,"shape":{"optional":{"option":{"parameter":0}}}}]}
            """));
        PropertyInfo text = code.Type("Acme.Change").GetProperty("Text")!;

        text.PropertyType.Should().Be<Optional<string>>();
        new NullabilityInfoContext().Create(text).GenericTypeArguments[0].ReadState.Should().Be(NullabilityState.Nullable);
        text.IsDefined(typeof(RequiredMemberAttribute)).Should().BeFalse();
        code.Type("Acme.OptionalOfUInt32").GetProperty("To")!.PropertyType.Should().Be<Optional<uint?>>();
    }

    [Theory]
    [InlineData("public", true)]
    [InlineData("internal", false)]
    public void Access_OfTheProject_IsThatOfEveryType(string access, bool isPublic)
    {
        CompiledCode code = CompiledCode.Of(new CodeSettings("acme", "", "Acme", access), Export("acme", "f",
            """{"tuple":[{"type":"acme::A"},{"type":"acme::B"},{"type":"acme::C"}]}""",
            """{"path":"acme::A","struct":[]},{"path":"acme::B","enum":[]},{"path":"acme::C","untagged":true,"enum":[{"name":"a","rust":"A","newtype":"u8"}]}"""));

        code.Type("Acme").Assembly.GetTypes().Where(type => type.IsPublic).Select(type => type.Name)
            .Should().BeEquivalentTo(isPublic ? ["Acme", "A", "B", "C"] : Array.Empty<string>());
    }

    [Fact]
    public void Shape_WithManyQuotes_IsInTheCode() =>
        CompiledCode.Of(Export("acme", "f", """{"type":"acme::A"}""",
            """{"path":"acme::A","enum":[{"name":"\"\"\"\"","rust":"A","unit":true},{"name":"","rust":"B","unit":true}]}"""))
            .RoundTrip("A", "\"\\u0022\\u0022\\u0022\\u0022\"").Should().NotBeNull();

    [Fact]
    public void Write_TwoTypesOfOnePath_IsRefused() =>
        FluentActions.Invoking(() => CompiledCode.Of(
                Export("acme", "f", """{"type":"other::A"}""", """{"path":"other::A","struct":[]}"""),
                Export("acme", "g", """{"type":"other::A"}""", """{"path":"other::A","unit":true}""")))
            .Should().Throw<FormatException>().WithMessage("*other::A*");

    private static string Takes(string path, params string[] methods) =>
        $$$"""{"crate":"acme","name":"f","arguments":[{"name":"a","shape":{"type":"{{{path}}}"}}],"output":"unit","types":[{"path":"{{{path}}}","interface":[{{{string.Join(',', methods)}}}]},{"path":"acme::Done","unit":true}]}""";

    private static string Method(string name, params string[] arguments) =>
        $$"""{"name":"{{name}}","arguments":[{{string.Join(',', arguments.Select(argument => $$$"""{"name":"{{{argument}}}","shape":"u8"}"""))}}],"output":"unit"}""";

    private static string Struct(string path, params string[] fields) =>
        $$"""{"path":"{{path}}","struct":[{{string.Join(',', fields.Select(name => $$$"""{"name":"{{{name}}}","rust":"{{{name}}}","shape":"string"}"""))}} ]}""";

    private static IEnumerable<string> Names(IEnumerable<MemberInfo> members) => members.Select(member => member.Name);

    private static IEnumerable<string> Names(IEnumerable<ParameterInfo> parameters) => parameters.Select(parameter => parameter.Name!);
}
