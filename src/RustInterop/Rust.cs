using RustInterop.Crossing;
using RustInterop.Fleet;

namespace RustInterop;

/// <summary>
/// The functions of the built-in Rust library. Thread-safe.
/// </summary>
/// <remarks>
/// The first call loads the native library, and throws a <see cref="RustLibraryLoadException"/> if it cannot.
/// </remarks>
public static class Rust
{
    private static readonly ProcedureRunner Runner = new();

    /// <summary>Prints a text and a newline on the process's standard output, from Rust.</summary>
    /// <param name="text">A text without NUL characters.</param>
    /// <remarks>It bypasses <see cref="Console.Out"/>, so <see cref="Console.SetOut"/> does not redirect it.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="text"/> contains a NUL character, where C would end it, or half a surrogate pair.
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

    /// <summary>Prints <c>.NET gave us number N</c> and a newline on the process's standard output, from Rust.</summary>
    /// <param name="value">Any number.</param>
    /// <remarks>It bypasses <see cref="Console.Out"/>, so <see cref="Console.SetOut"/> does not redirect it.</remarks>
    /// <exception cref="RustException">The standard output is closed, full, or cannot be written to.</exception>
    /// <exception cref="RustLibraryLoadException">The native library cannot be loaded.</exception>
    public static void PrintInt(int value)
    {
        BuiltInLibrary.Instance.ThrowIfUnusable();
        ThrowUnlessDone(NativeMethods.print_int(in value));
    }

    /// <summary>Runs an action on a list of hosts in parallel, with a timeout and retries for each host.</summary>
    /// <param name="input">The action, the hosts, and how.</param>
    /// <returns>The result of each host. A host that fails is a result, not an exception.</returns>
    /// <remarks>
    /// <para>Blocks the calling thread until the last host is done.</para>
    /// <para>
    /// An attempt that times out is ended together with everything it started, except for a process that created its own
    /// session. If an action ends by itself, what it left in the background keeps running.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="input"/> or a member of it is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A member of <paramref name="input"/> is out of its range, such as a negative time.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// A list or the environment in <paramref name="input"/> has a null element, or a text in it has half a surrogate pair or
    /// is longer than 166,666,666 characters.
    /// </exception>
    /// <exception cref="RustException">
    /// Rust refused the input before anything ran, and <see cref="RustException.Path"/> names the member: a host that is
    /// empty, begins with <c>-</c>, contains white space or occurs twice; a blank action; a variable without a name. Or the
    /// procedure could not run at all.
    /// </exception>
    /// <exception cref="RustLibraryLoadException">The native library cannot be loaded.</exception>
    public static ProcedureOutput StartProcedure(ProcedureInput input) => Runner.StartProcedure(input);

    /// <summary>
    /// Runs an action on a list of hosts in parallel, with a timeout and retries for each host, without blocking a .NET
    /// thread.
    /// </summary>
    /// <param name="input">The action, the hosts, and how. Do not change it before the call returns its task.</param>
    /// <param name="handlers">What it reports to, and asks; none unless given. Its remarks say how they are called.</param>
    /// <param name="cancellationToken">
    /// Cancels the procedure: running actions are ended, then the task ends. If it is already cancelled, nothing starts.
    /// </param>
    /// <returns>The result of each host. A host that fails is a result, not an exception.</returns>
    /// <remarks>
    /// If the process ends while procedures run, it does not wait for them: the actions that they started are killed.
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="input"/> or a member of it is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A member of <paramref name="input"/> is out of its range, such as a negative time.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// A list or the environment in <paramref name="input"/> has a null element, or a text in it has half a surrogate pair or
    /// is longer than 166,666,666 characters.
    /// </exception>
    /// <exception cref="RustException">The task fails with it when <see cref="StartProcedure"/> would throw it.</exception>
    /// <exception cref="RustLibraryLoadException">The task fails with it: the native library cannot be loaded.</exception>
    /// <exception cref="ProcedureCanceledException">
    /// The task ends with it: <paramref name="cancellationToken"/> was cancelled before all hosts were done. The exception has
    /// the results so far.
    /// </exception>
    public static Task<ProcedureOutput> StartProcedureAsync(
        ProcedureInput input, ProcedureHandlers? handlers = null, CancellationToken cancellationToken = default) =>
        Runner.StartProcedureAsync(input, handlers, cancellationToken);

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
