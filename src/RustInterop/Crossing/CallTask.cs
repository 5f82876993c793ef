using System.Diagnostics.CodeAnalysis;

namespace RustInterop.Crossing;

/// <summary>The cancel that a procedure's answer amounts to; <see langword="null"/> where it amounts to none.</summary>
internal delegate OperationCanceledException? CancellationPolicy<TOutput>(
    Answer<TOutput> answer, CancellationToken cancellationToken);

/// <summary>The task that the caller of a procedure awaits.</summary>
internal static class CallTask
{
    /// <summary>The policy of most procedures: one that fails after the cancel was cancelled; one with an output was not.</summary>
    internal static OperationCanceledException? FailureIsCancel<TOutput>(
        Answer<TOutput> answer, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested && answer.Error is { Kind: RustErrorKind.Failed } error
            ? new OperationCanceledException(error.Message, error, cancellationToken)
            : null;

    /// <summary>A task that is cancelled where the policy says so, and faulted where anything else goes wrong.</summary>
    internal static Task<TOutput> Of<TOutput>(
        Task<Answer<TOutput>> call, CancellationPolicy<TOutput> policy, CancellationToken cancellationToken) =>
        EndAsync(call, policy, cancellationToken).Unwrap();

    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "It is in the task that is returned.")]
    private static async Task<Task<TOutput>> EndAsync<TOutput>(
        Task<Answer<TOutput>> call, CancellationPolicy<TOutput> policy, CancellationToken cancellationToken)
    {
        Answer<TOutput> answer;
        try
        {
            answer = await call.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Thrown, a handler's own OperationCanceledException would pass for a cancel by the caller.
            return Task.FromException<TOutput>(exception);
        }

        if (policy(answer, cancellationToken) is { } cancel)
        {
            throw cancel;
        }

        return answer.Error is null ? Task.FromResult(answer.OutputOrThrow()) : Task.FromException<TOutput>(answer.Error);
    }
}
