namespace RustInterop.Benchmarks.Crossing;

/// <summary>Nothing to be done: the crossing itself.</summary>
public class NoHosts : ProcedureWork
{
    private protected override IReadOnlyList<string> Hosts => [];
}
