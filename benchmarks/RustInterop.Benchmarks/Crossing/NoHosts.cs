namespace RustInterop.Benchmarks.Crossing;

/// <summary>A call that has nothing to do: only the crossing.</summary>
public class NoHosts : ProcedureWork
{
    private protected override IReadOnlyList<string> Hosts => [];
}
