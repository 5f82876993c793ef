namespace RustInterop.Orleans.Grains;

/// <summary>Lists jobs.</summary>
internal interface IFleetJobListGrain : IGrainWithIntegerKey
{
    /// <param name="before">The end of the page before; null for the first.</param>
    Task<JobPage> ListAsync(long? before);
}
