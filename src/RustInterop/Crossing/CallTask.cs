using System.Diagnostics.CodeAnalysis;

namespace RustInterop.Crossing;

/// <summary>
/// Decides whether an answer means that the call was cancelled: the exception if so, else <see langword="null"/>.
/// </summary>
internal delegate OperationCanceledException? CancellationPolicy<TOutput>(
    Answer<TOutput> answer, CancellationToken cancellationToken);

/// <summary>The task that the caller of a procedure awaits.</summary>
internal static class CallTask
{
    /// <summary>
    /// The usual policy: a procedure that fails after a cancel counts as cancelled; one that returns an output does not.
    /// </summary>
    internal static OperationCanceledException? FailureIsCancel<TOutput>(
        Answer<TOutput> answer, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested && answer.Error is { Kind: RustErrorKind.Failed } error
            ? new OperationCanceledException(error.Message, error, cancellationToken)
            : null;

    /// <summary>A task that ends as cancelled if the policy says so, and as faulted if anything else goes wrong.</summary>
    internal static Task<TOutput> Of<TOutput>(
        Task<Answer<TOutput>> call, CancellationPolicy<TOutput> policy, CancellationToken cancellationToken) =>
        EndAsync(call, policy, cancellationToken).Unwrap();

    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "The returned task has it.")]
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
            // Thrown from here, a handler's own OperationCanceledException would look like a cancel by the caller.
            return Task.FromException<TOutput>(exception);
        }

        if (policy(answer, cancellationToken) is { } cancel)
        {
            throw cancel;
        }

        return answer.Error is null ? Task.FromResult(answer.OutputOrThrow()) : Task.FromException<TOutput>(answer.Error);
    }
}
