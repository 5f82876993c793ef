using System.Diagnostics.CodeAnalysis;

namespace RustInterop.Fleet.Tool.Server;

/// <summary>The server does not do what it was asked to.</summary>
/// <param name="message">Why.</param>
/// <param name="hasStarted">Whether there may be a job that this would be about.</param>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It always has a reason.")]
internal sealed class ServerException(string message, bool hasStarted) : Exception(message)
{
    public bool HasStarted => hasStarted;
}
