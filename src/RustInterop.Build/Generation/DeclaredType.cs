namespace RustInterop.Build;

/// <summary>A type that is declared in C#.</summary>
/// <param name="Name">Its C# name.</param>
/// <param name="QualifiedName">That, with the namespace.</param>
/// <param name="Definition">What it is in Rust.</param>
/// <param name="Body">What it consists of; in a copy of a generic type without parameters.</param>
/// <param name="Parameters">The C# names of its type parameters.</param>
internal sealed record DeclaredType(string Name, string QualifiedName, Definition Definition, Body Body, IReadOnlyList<string> Parameters)
{
    /// <summary>Its parameters as its declaration has them.</summary>
    public string ParameterList => Parameters.Count == 0 ? "" : $"<{string.Join(", ", Parameters)}>";

    /// <summary>The type within itself, or another declaration with the same parameters.</summary>
    public string Self => QualifiedName + ParameterList;

    /// <summary>The members of it, or of one of its variants.</summary>
    /// <param name="body">Its body, or the variant's.</param>
    /// <param name="name">Its C# name, or the variant's.</param>
    public IReadOnlyList<(Field Field, string Name)> Members(StructBody body, string name)
    {
        NameScope scope = new("Value", [.. Naming.MembersOfRecords, name, .. Parameters]);
        return [.. body.Fields.Select(field => (field, scope.Take(Naming.Pascal(field.RustName))))];
    }

    /// <summary>The methods of it.</summary>
    public IReadOnlyList<(Method Method, string Name)> Methods(InterfaceBody body)
    {
        NameScope scope = new("Method", [.. Naming.MembersOfObjects, Name]);
        return [.. body.Methods.Select(method => (method, scope.Take(Naming.Pascal(method.Name))))];
    }

    /// <summary>The variants of it.</summary>
    public IReadOnlyList<(Variant Variant, string Name)> Variants(EnumBody body)
    {
        NameScope scope = new("Value", body.IsPlain ? [] : [.. Naming.MembersOfRecords, Name, .. Parameters]);
        return [.. body.Variants.Select(variant => (variant, scope.Take(Naming.Pascal(variant.RustName))))];
    }
}
