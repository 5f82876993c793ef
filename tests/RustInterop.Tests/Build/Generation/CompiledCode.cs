using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RustInterop.Bindings;
using RustInterop.Build;
using RustInterop.Tests.Build.Descriptions;

namespace RustInterop.Tests.Build.Generation;

/// <summary>C# that was generated from descriptions, in an assembly.</summary>
internal sealed class CompiledCode
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly Assembly _assembly;

    private CompiledCode(string text, Assembly assembly)
    {
        Text = text;
        _assembly = assembly;
    }

    internal string Text { get; }

    internal JsonSerializerOptions Json
    {
        get
        {
            Type json = Array.Find(_assembly.GetTypes(), type => type.Name.EndsWith("__Json", StringComparison.Ordinal))!;
            return ((JsonTypes)json.GetField("Types", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!).Options;
        }
    }

    /// <summary>The C# for shapes. It must compile without a warning.</summary>
    internal static CompiledCode Of(CodeSettings settings, params string[] shapes)
    {
        string text = GeneratedCode.Write(
            DescriptionFile.Read(DescribedLibrary.Of([.. shapes.Select(shape => DescribedLibrary.Description(shape))])), settings);
        CSharpCompilation compilation = CSharpCompilation.Create(
            $"Generated{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose))],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using MemoryStream assembly = new();
        compilation.Emit(assembly).Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .Should().BeEmpty("the text is\n{0}", text);
        assembly.Position = 0;
        return new(text, new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(assembly));
    }

    internal static CompiledCode Of(params string[] shapes) => Of(new("acme", "Acme", "AcmeExports", "public"), shapes);

    internal Type Type(string name) => _assembly.GetType(name) ?? throw new InvalidOperationException($"there is no {name} in\n{Text}");

    /// <summary>Reads JSON as a type of the namespace Acme, and writes it again.</summary>
    internal string RoundTrip(string type, string json)
    {
        object? value = JsonSerializer.Deserialize(json, Json.GetTypeInfo(Type($"Acme.{type}")));
        return JsonSerializer.Serialize(value, Json.GetTypeInfo(Type($"Acme.{type}")));
    }
}
