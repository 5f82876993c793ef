using System.Globalization;
using System.Text;

namespace RustInterop.Fleet;

/// <summary>The result of the action on one host. Immutable, and compared by value.</summary>
/// <remarks>The output may be long or secret, so <see cref="ToString"/> gives only its length.</remarks>
/// <param name="Host">The host, as given in <see cref="ProcedureInput.HostList"/>.</param>
/// <param name="Outcome">How the action ended.</param>
/// <param name="ExitCode">
/// The action's exit code on the last attempt; <see langword="null"/> if there is none, because the action never started, was
/// killed by a signal or timed out, or the connection was lost.
/// </param>
/// <param name="Attempts">Attempts made, including the first; 0 for <see cref="HostOutcome.NotStarted"/>.</param>
/// <param name="Duration">From the start of the first attempt to the end of the last, including the waits between them.</param>
/// <param name="Stdout">
/// Standard output of the last attempt: its beginning and its end, if it had more than
/// <see cref="ProcedureInput.OutputLimit"/> bytes. Bytes that are not UTF-8 appear as U+FFFD.
/// </param>
/// <param name="Stderr">
/// Standard error of the last attempt, likewise. With <see cref="RemoteShell.None"/> it may include a banner of the host;
/// otherwise it has only what the action wrote.
/// </param>
/// <param name="Truncated">Whether either stream had more than <see cref="ProcedureInput.OutputLimit"/> bytes.</param>
/// <param name="Error">
/// What went wrong outside the action, such as the reason <c>ssh</c> gave for not connecting, or the name of a process that
/// still holds the output of an action that has ended; <see langword="null"/> if nothing did.
/// </param>
public sealed record HostResult(
    string Host,
    HostOutcome Outcome,
    int? ExitCode,
    int Attempts,
    TimeSpan Duration,
    string Stdout,
    string Stderr,
    bool Truncated,
    string? Error)
{
    internal static HostResult NotStarted(string host) =>
        new(host, HostOutcome.NotStarted, null, 0, TimeSpan.Zero, "", "", false, null);

    private bool PrintMembers(StringBuilder builder)
    {
        builder
            .Append(CultureInfo.InvariantCulture, $"Host = {Host}, Outcome = {Outcome}, ExitCode = {ExitCode}, ")
            .Append(CultureInfo.InvariantCulture, $"Attempts = {Attempts}, Duration = {Duration}, ")
            .Append(CultureInfo.InvariantCulture, $"Stdout.Length = {Stdout?.Length}, Stderr.Length = {Stderr?.Length}, ")
            .Append(CultureInfo.InvariantCulture, $"Truncated = {Truncated}, Error = {Error}");
        return true;
    }
}
