namespace RustInterop.Fleet;

/// <summary>How a procedure as a whole ended.</summary>
public enum ProcedureResult
{
    /// <summary>It ran to its end, whatever the hosts did.</summary>
    Success = 0,

    /// <summary>It was cancelled before its end.</summary>
    Cancelled = 1,
}
