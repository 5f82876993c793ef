using System.Diagnostics.CodeAnalysis;
using RustInterop.Native;
using RustInterop.Native.BuiltIn;
using RustInterop.Telemetry;

namespace RustInterop;

/// <summary>
/// The functions of the built-in Rust library. All may be called from several threads at once.
/// </summary>
/// <remarks>
/// The first call loads the native library, and throws a <see cref="RustLibraryLoadException"/> where it cannot.
/// </remarks>
public static class Rust
{
    /// <summary>Prints a text and a newline on the standard output of the process, from Rust.</summary>
    /// <param name="text">Any text without NUL characters.</param>
    /// <remarks>It bypasses <see cref="Console.Out"/>, and so any <see cref="Console.SetOut"/>.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="text"/> has a NUL character, at which C would end it, or half a surrogate pair.
    /// </exception>
    /// <exception cref="RustException">The standard output is closed, full, or cannot be written to.</exception>
    /// <exception cref="RustLibraryLoadException">The native library cannot be loaded.</exception>
    public static void PrintString(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int nul = text.IndexOf('\0', StringComparison.Ordinal);
        if (nul >= 0)
        {
            throw EmbeddedNul(nameof(text), nul);
        }

        int surrogate = Utf16.IndexOfLoneSurrogate(text);
        if (surrogate >= 0)
        {
            throw Utf16.NotUnicode(nameof(text), "The text", surrogate);
        }

        BuiltInLibrary.Require();
        using CallBuffer buffer = CallBuffer.Rent();
        ThrowUnlessDone(NativeMethods.print_string(buffer.Write(text)));
    }

    /// <summary>Prints <c>.NET gave us number N</c> and a newline on the standard output of the process, from Rust.</summary>
    /// <param name="value">Any number.</param>
    /// <remarks>It bypasses <see cref="Console.Out"/>, and so any <see cref="Console.SetOut"/>.</remarks>
    /// <exception cref="RustException">The standard output is closed, full, or cannot be written to.</exception>
    /// <exception cref="RustLibraryLoadException">The native library cannot be loaded.</exception>
    public static void PrintInt(int value)
    {
        BuiltInLibrary.Require();
        ThrowUnlessDone(NativeMethods.print_int(in value));
    }

    /// <summary>Runs an action on a list of hosts in parallel, with a timeout and retries for each host.</summary>
    /// <param name="input">The action, the hosts, and how.</param>
    /// <returns>What became of each host. A host that fails is a result and not an exception.</returns>
    /// <remarks>
    /// <para>Blocks the calling thread until the last host has ended.</para>
    /// <para>
    /// An attempt that times out is ended with everything it started, unless a process there made a session of its own.
    /// What an action that ended by itself has left in the background stays.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="input"/> or a member of it is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A member of <paramref name="input"/> is out of its range, such as a negative time.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// A list or the environment in <paramref name="input"/> has a null element, or a text in it has half a surrogate pair or
    /// more than 166,666,666 characters.
    /// </exception>
    /// <exception cref="RustException">
    /// Rust refused the input before anything ran (a host that is empty, begins with <c>-</c>, has white space or occurs
    /// twice; a blank action; a variable without a name), and <see cref="RustException.Path"/> says which member; or it could
    /// not run at all.
    /// </exception>
    /// <exception cref="RustLibraryLoadException">The native library cannot be loaded.</exception>
    public static ProcedureOutput StartProcedure(ProcedureInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ProcedureInputGuard.Check(input);
        return RunProcedure(input).OutputOrThrow();
    }

    /// <summary>
    /// Runs an action on a list of hosts in parallel, with a timeout and retries for each host, and blocks no thread of
    /// .NET's while it does.
    /// </summary>
    /// <param name="input">The action, the hosts, and how. It must not change before the call returns its task.</param>
    /// <param name="progress">
    /// Told of each host as it ends, one after another, on threads of the library: the procedure goes on when the handler
    /// returns, so a handler that has much to do passes it on (<see cref="Progress{T}"/> does). A handler that throws
    /// cancels the procedure, and the task fails with its exception; but an <see cref="OperationCanceledException"/> after
    /// <paramref name="cancellationToken"/> was cancelled is that cancel. <see langword="null"/> for none. Where there is no
    /// synchronisation context, <see cref="Progress{T}"/> posts to the thread pool: reports may then reach its callback out
    /// of order, at once, and after the task has ended. An <see cref="IProgress{T}"/> of one's own has them in order.
    /// </param>
    /// <param name="cancellationToken">
    /// Cancels the procedure: what runs is ended, and then the task. A token that is cancelled already starts nothing.
    /// </param>
    /// <returns>What became of each host. A host that fails is a result and not an exception.</returns>
    /// <remarks>
    /// A process that ends while procedures run does not wait for them: what they have started is killed.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="input"/> or a member of it is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A member of <paramref name="input"/> is out of its range, such as a negative time.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// A list or the environment in <paramref name="input"/> has a null element, or a text in it has half a surrogate pair or
    /// more than 166,666,666 characters.
    /// </exception>
    /// <exception cref="RustException">By the task, as <see cref="StartProcedure"/> throws it.</exception>
    /// <exception cref="RustLibraryLoadException">By the task: the native library cannot be loaded.</exception>
    /// <exception cref="ProcedureCanceledException">
    /// By the task: <paramref name="cancellationToken"/> was cancelled before all hosts were done. It tells what was.
    /// </exception>
    public static Task<ProcedureOutput> StartProcedureAsync(
        ProcedureInput input,
        IProgress<ProcedureProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ProcedureInputGuard.Check(input);
        return RunProcedureAsync(input, progress, cancellationToken).Unwrap();
    }

    private static Answer<ProcedureOutput> RunProcedure(ProcedureInput input)
    {
        using ProcedureSpan span = ProcedureSpan.Start(input);
        Answer<ProcedureOutput> answer;
        try
        {
            answer = CallProcedure(input);
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }

        span.End(answer);
        return answer;
    }

    [SuppressMessage(
        "Design",
        "CA1031:Do not catch general exception types",
        Justification = "It is in the task that is returned.")]
    private static async Task<Task<ProcedureOutput>> RunProcedureAsync(
        ProcedureInput input, IProgress<ProcedureProgress>? progress, CancellationToken cancellationToken)
    {
        using ProcedureSpan span = ProcedureSpan.Start(input);
        Answer<ProcedureOutput> answer;
        try
        {
            answer = cancellationToken.IsCancellationRequested
                ? new(ProcedureOutput.NotStarted(input))
                : await CallProcedureAsync(input, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            // Thrown, a handler's own OperationCanceledException would pass for a cancel of the caller's.
            return Task.FromException<ProcedureOutput>(exception);
        }

        span.End(answer);
        if (answer.Error is not null)
        {
            return Task.FromException<ProcedureOutput>(answer.Error);
        }

        ProcedureOutput output = answer.OutputOrThrow();
        return output.Result == ProcedureResult.Success
            ? Task.FromResult(output)
            : throw new ProcedureCanceledException(output, cancellationToken);
    }

    private static Answer<ProcedureOutput> CallProcedure(ProcedureInput input)
    {
        using CallBuffer buffer = CallBuffer.Rent();
        RustString reply = buffer.Invoke(
            StartProcedureExports.Instance, buffer.Write(ProcessEnvironment.AddTo(input), ProcedureJson.Input));
        return Reply.Read(reply, ProcedureJson.Output);
    }

    private static async Task<Answer<ProcedureOutput>> CallProcedureAsync(
        ProcedureInput input, IProgress<ProcedureProgress>? progress, CancellationToken cancellationToken)
    {
        using HandlerReporter<ProcedureProgress>? reporter =
            HandlerReporter<ProcedureProgress>.For(progress, ProcedureJson.Progress, cancellationToken);
        return await PendingCall.RunAsync(
            StartProcedureExports.Instance,
            buffer => buffer.Write(ProcessEnvironment.AddTo(input), ProcedureJson.Input),
            static reply => Reply.Read(reply, ProcedureJson.Output),
            reporter,
            cancellationToken).ConfigureAwait(false);
    }

    private static void ThrowUnlessDone(PrintStatus status)
    {
        if (status != PrintStatus.Done)
        {
            throw RustException.NotPrinted(status);
        }
    }

    private static ArgumentException EmbeddedNul(string parameter, int index) =>
        new($"The text has a NUL character at index {index}, where C would end it.", parameter);
}
