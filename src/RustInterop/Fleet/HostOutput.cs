using System.Globalization;
using System.Text;

namespace RustInterop.Fleet;

/// <summary>A piece of a host's output, reported while the action runs. Immutable, and compared by value.</summary>
/// <remarks>
/// <para>
/// The pieces of one stream are in order and together are all of it, whatever <see cref="ProcedureInput.OutputLimit"/> is. A piece may
/// end anywhere in a line.
/// </para>
/// <para>The output may be secret, so <see cref="ToString"/> gives only its length.</para>
/// </remarks>
/// <param name="Host">The host, as given in <see cref="ProcedureInput.HostList"/>.</param>
/// <param name="Stream">Where the action wrote it.</param>
/// <param name="Attempt">The number of the attempt, from 1.</param>
/// <param name="Text">One or more characters. Bytes that are not UTF-8 appear as U+FFFD.</param>
public sealed record HostOutput(string Host, OutputStream Stream, int Attempt, string Text)
{
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(
            CultureInfo.InvariantCulture, $"Host = {Host}, Stream = {Stream}, Attempt = {Attempt}, Text.Length = {Text?.Length}");
        return true;
    }
}
