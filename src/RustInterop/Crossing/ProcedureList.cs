using System.Text.Json.Serialization;

namespace RustInterop.Crossing;

/// <summary>The procedures that a library exports.</summary>
internal sealed class ProcedureList
{
    private readonly Dictionary<string, ListedProcedure> _bySymbol;
    private readonly ILookup<string, ListedProcedure> _byName;

    internal ProcedureList(IReadOnlyList<ListedProcedure> procedures)
    {
        _bySymbol = procedures.ToDictionary(procedure => procedure.Symbol);
        _byName = procedures.ToLookup(procedure => procedure.Name);
        Names = [.. procedures.Select(NameToFind).Order(StringComparer.Ordinal)];
    }

    /// <summary>What finds each of them, in ordinal order: its name, or its symbol if the name finds others too.</summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>The procedure with that symbol, or those with that name: several if crates of the library share it.</summary>
    internal IReadOnlyList<ListedProcedure> Find(string nameOrSymbol) =>
        _bySymbol.TryGetValue(nameOrSymbol, out ListedProcedure? procedure) ? [procedure] : [.. _byName[nameOrSymbol]];

    private string NameToFind(ListedProcedure procedure) =>
        Find(procedure.Name) is [ListedProcedure only] && only == procedure ? procedure.Name : procedure.Symbol;
}

/// <summary>A procedure as <c>rust_interop_procedures</c> lists it.</summary>
/// <param name="Name">The Rust function's name.</param>
/// <param name="Symbol">The name of its blocking export.</param>
// Mirrors native/interop/src/boundary/procedure_list.rs
internal sealed record ListedProcedure(string Name, string Symbol)
{
    /// <summary>The name of the export that does not block.</summary>
    internal string AsyncSymbol => $"{Symbol}_async";
}

/// <summary>What <c>rust_interop_procedures</c> returns.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ListedProcedure[]))]
internal sealed partial class ProcedureListJson : JsonSerializerContext;
