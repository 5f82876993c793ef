namespace RustInterop.Orleans;

/// <summary>There is a job with the same id and another input.</summary>
public sealed class FleetJobConflictException : InvalidOperationException
{
    /// <summary>Creates it without a message of its own.</summary>
    public FleetJobConflictException()
    {
    }

    /// <summary>Creates it.</summary>
    /// <param name="message">What is wrong.</param>
    public FleetJobConflictException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What caused it.</param>
    public FleetJobConflictException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
