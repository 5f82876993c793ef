namespace RustInterop.Tests.Support;

/// <summary>For tests of state that the whole process shares, such as the number of live strings.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
