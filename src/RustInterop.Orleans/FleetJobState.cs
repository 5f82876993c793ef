namespace RustInterop.Orleans;

/// <summary>How far a job is.</summary>
public enum FleetJobState
{
    /// <summary>Hosts run, or wait to run.</summary>
    Running = 0,

    /// <summary>It was cancelled. No further host is granted, and those that run are ended.</summary>
    Cancelling = 1,

    /// <summary>Every host has its result.</summary>
    Completed = 2,

    /// <summary>Every host has its result, and the job was cancelled before.</summary>
    Cancelled = 3,
}
