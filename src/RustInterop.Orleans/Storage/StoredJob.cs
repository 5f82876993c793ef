namespace RustInterop.Orleans.Storage;

/// <summary>A job to store.</summary>
/// <param name="Job">Its id.</param>
/// <param name="Input">The JSON of its input.</param>
/// <param name="Hosts">How many hosts it has.</param>
/// <param name="BatchSize">How many of them a lane claims at a time.</param>
internal sealed record NewJob(string Job, byte[] Input, int Hosts, int BatchSize);

/// <summary>A job in the store.</summary>
/// <param name="Id">Its number in the store: later jobs have higher ones.</param>
/// <param name="Status">How far it is.</param>
/// <param name="InputHash">The SHA-256 of the JSON of its input.</param>
internal sealed record StoredJob(long Id, FleetJobStatus Status, byte[] InputHash);
