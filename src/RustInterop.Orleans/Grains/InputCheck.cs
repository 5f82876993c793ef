using System.Text.Json;
using RustInterop.Fleet;

namespace RustInterop.Orleans.Grains;

/// <summary>Whether an input can be a job, checked before anything is stored.</summary>
/// <param name="Input">The input, if it can.</param>
/// <param name="Refusal">Why it can not.</param>
internal sealed record InputCheck(ProcedureInput? Input, string? Refusal)
{
    internal static async Task<InputCheck> OfAsync(byte[] json, IProcedureRunner procedures)
    {
        try
        {
            ProcedureInput input = JsonSerializer.Deserialize(json, ProcedureJson.Input)!;
            return Unsupported(input) is { } refusal ? new(null, refusal) : await OfAsync(input, procedures);
        }
        catch (JsonException exception)
        {
            return new(null, exception.Message);
        }
    }

    // Rust checks the whole input before it asks for the first block, which it does not get.
    private static async Task<InputCheck> OfAsync(ProcedureInput input, IProcedureRunner procedures)
    {
        InvalidOperationException notGranted = new("The hosts are only checked.");
        try
        {
            await procedures.StartProcedureAsync(
                input with { BlockSize = 1 }, new ProcedureHandlers { Grant = (_, _) => Task.FromException(notGranted) });
        }
        catch (InvalidOperationException exception) when (ReferenceEquals(exception, notGranted))
        {
            return new(input, null);
        }
        catch (Exception exception) when (exception is ArgumentException or RustException { Kind: RustErrorKind.InvalidInput })
        {
            return new(null, exception.Message);
        }

        return new(input, null);
    }

    // These count over all hosts, which run in several places.
    private static string? Unsupported(ProcedureInput input) =>
        input.MaxFailures is not null ? Unsupported(nameof(input.MaxFailures))
        : input.Batches.Count > 0 ? Unsupported(nameof(input.Batches))
        : input.MaxBatchFailures is not null ? Unsupported(nameof(input.MaxBatchFailures))
        : null;

    private static string Unsupported(string member) => $"{member} is not supported by a fleet job";
}
