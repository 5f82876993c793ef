namespace RustInterop.Tests.Support;

/// <summary>What a finished process left.</summary>
internal sealed record ProcessResult(int ExitCode, string Stdout, string Stderr);
