namespace RustInterop.Tests.Child.Soaking;

/// <summary>A kind of call, and how it ends.</summary>
/// <param name="Name">The name in a table.</param>
/// <param name="CallAsync">Makes the call; the number counts the calls before. Throws if the call ends in another way.</param>
internal sealed record CallKind(string Name, Func<int, Task> CallAsync);
