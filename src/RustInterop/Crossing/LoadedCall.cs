using System.Diagnostics.CodeAnalysis;

namespace RustInterop.Crossing;

/// <summary>A long-running call of a loaded library's procedure, as its caller sees it.</summary>
internal static class LoadedCall
{
    /// <summary>
    /// Runs the procedure. The task is cancelled where <paramref name="cancellationToken"/> was before the procedure began
    /// or failed; whatever else goes wrong, it is faulted. Disposes of <paramref name="reporter"/>.
    /// </summary>
    internal static Task<TOutput> RunAsync<TOutput>(
        LoadedProcedure procedure,
        Func<CallBuffer, ReadOnlySpan<byte>> write,
        Func<RustString, Answer<TOutput>> read,
        ProgressReporter? reporter,
        CancellationToken cancellationToken) =>
        RunToEndAsync(procedure, write, read, reporter, cancellationToken).Unwrap();

    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "It is in the task that is returned.")]
    private static async Task<Task<TOutput>> RunToEndAsync<TOutput>(
        LoadedProcedure procedure,
        Func<CallBuffer, ReadOnlySpan<byte>> write,
        Func<RustString, Answer<TOutput>> read,
        ProgressReporter? reporter,
        CancellationToken cancellationToken)
    {
        using (reporter)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return Task.FromCanceled<TOutput>(cancellationToken);
            }

            Answer<TOutput> answer;
            try
            {
                answer = await PendingCall.RunAsync(procedure, write, read, reporter, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // Thrown, a handler's own OperationCanceledException would pass for a cancel of the caller's.
                return Task.FromException<TOutput>(exception);
            }

            return answer switch
            {
                { Error: null } => Task.FromResult(answer.OutputOrThrow()),
                { Error: { Kind: RustErrorKind.Failed } error } when cancellationToken.IsCancellationRequested =>
                    throw new OperationCanceledException(error.Message, error, cancellationToken),
                { Error: RustException error } => Task.FromException<TOutput>(error),
            };
        }
    }
}
