namespace RustInterop.Tests.Support;

/// <summary>For tests of what the whole process shares, such as the count of strings that Rust has handed out.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
