namespace RustInterop.Orleans.Storage;

/// <summary>What became of a write for a batch.</summary>
internal enum WriteOutcome
{
    Written = 0,

    /// <summary>All but the grant was stored: the job is cancelled.</summary>
    Cancelled = 1,

    /// <summary>Nothing was stored: the batch belongs to another claim, or to none.</summary>
    Superseded = 2,
}
