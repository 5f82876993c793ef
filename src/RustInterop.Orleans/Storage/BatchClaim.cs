namespace RustInterop.Orleans.Storage;

/// <summary>A batch that somebody has.</summary>
internal sealed record OwnedBatch(string Job, int Number, Guid Claim, RunnerId Owner);

/// <summary>The right to run a batch, until somebody else takes it over.</summary>
/// <param name="Id">What the batch has as its claim.</param>
/// <param name="JobId">The number of the job in the store.</param>
/// <param name="Job">The id of the job.</param>
/// <param name="State">How far the job is.</param>
/// <param name="Number">The number of the batch within the job.</param>
/// <param name="Open">The indexes of its hosts without a result, ascending.</param>
/// <param name="GrantedTo">The index after the last host that may have started.</param>
internal sealed record BatchClaim(
    Guid Id, long JobId, string Job, FleetJobState State, int Number, IReadOnlyList<int> Open, int GrantedTo);
