using System.Runtime.CompilerServices;

namespace RustInterop.Crossing;

/// <summary>
/// What a procedure returned: its output or an error. An error stays a value until it reaches the caller, because throwing
/// it through each frame of a call takes longer than the call.
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

    /// <exception cref="RustException">The procedure returned an error.</exception>
    // Inlined so that an error's stack trace begins with a method that the caller knows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal TOutput OutputOrThrow() => Error is null ? _output : throw Error;
}
