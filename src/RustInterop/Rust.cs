using RustInterop.Crossing;
using RustInterop.Fleet;

namespace RustInterop;

/// <summary>
/// The functions of the built-in Rust library. All may be called from several threads at once.
/// </summary>
/// <remarks>
/// The first call loads the native library, and throws a <see cref="RustLibraryLoadException"/> where it cannot.
/// </remarks>
public static class Rust
{
    private static readonly ProcedureRunner Runner = new();

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

        BuiltInLibrary.Instance.ThrowIfUnusable();
        using InputBuffer buffer = InputBuffer.Rent();
        ThrowUnlessDone(NativeMethods.print_string(buffer.Write(text)));
    }

    /// <summary>Prints <c>.NET gave us number N</c> and a newline on the standard output of the process, from Rust.</summary>
    /// <param name="value">Any number.</param>
    /// <remarks>It bypasses <see cref="Console.Out"/>, and so any <see cref="Console.SetOut"/>.</remarks>
    /// <exception cref="RustException">The standard output is closed, full, or cannot be written to.</exception>
    /// <exception cref="RustLibraryLoadException">The native library cannot be loaded.</exception>
    public static void PrintInt(int value)
    {
        BuiltInLibrary.Instance.ThrowIfUnusable();
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
    public static ProcedureOutput StartProcedure(ProcedureInput input) => Runner.StartProcedure(input);

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
        CancellationToken cancellationToken = default) =>
        Runner.StartProcedureAsync(input, progress, cancellationToken);

    private static void ThrowUnlessDone(PrintStatus status)
    {
        if (status != PrintStatus.Done)
        {
            throw NotPrinted(status);
        }
    }

    internal static RustException NotPrinted(PrintStatus status) => status switch
    {
        PrintStatus.NullPointer => new RustException("The text was NULL.") { Kind = RustErrorKind.NullPointer },
        PrintStatus.InvalidUtf8 => new RustException("The text was not UTF-8.") { Kind = RustErrorKind.InvalidUtf8 },
        PrintStatus.NotWritable => new RustException("The standard output of this process cannot be written to."),
        PrintStatus.Panicked => new RustPanicException(),
        _ => new RustException($"Printing failed with the unknown status {(int)status}."),
    };

    private static ArgumentException EmbeddedNul(string parameter, int index) =>
        new($"The text has a NUL character at index {index}, where C would end it.", parameter);
}
