namespace RustInterop.Build.Torture;

/// <summary>A number that a check came to, with what it counts.</summary>
internal sealed record Figure(string Name, string Value)
{
    public override string ToString() => $"{Value} {Name}";
}
