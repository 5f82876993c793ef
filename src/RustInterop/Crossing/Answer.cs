using System.Runtime.CompilerServices;

namespace RustInterop.Crossing;

/// <summary>
/// What a procedure returned: its output, or the error in its place. An error is a value until it reaches the caller: to
/// throw it through each frame of a call takes longer than the call.
/// </summary>
internal readonly struct Answer<TOutput>
{
    private readonly TOutput _output;

    internal Answer(TOutput output) => _output = output;

    internal Answer(RustException error)
    {
        _output = default!;
        Error = error;
    }

    internal RustException? Error { get; }

    /// <exception cref="RustException">There is an error in its place.</exception>
    // Inlined, so that an error's stack trace begins with the method that the caller knows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal TOutput OutputOrThrow() => Error is null ? _output : throw Error;
}
