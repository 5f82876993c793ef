namespace RustInterop.Tests.Child.Soaking;

/// <summary>A kind of call with its ending.</summary>
/// <param name="Name">What the call is, for a table.</param>
/// <param name="CallAsync">Makes it, told how many came before; throws where it does not end as its kind does.</param>
internal sealed record CallKind(string Name, Func<int, Task> CallAsync);
