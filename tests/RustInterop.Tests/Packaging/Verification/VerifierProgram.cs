using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging.Verification;

/// <summary>The program of eng/verify-package.</summary>
internal static class VerifierProgram
{
    // The tests themselves run in a dotnet, wherever it is installed.
    internal static Task<ProcessResult> RunAsync(params string[] arguments) => Command.RunAsync(
        Environment.ProcessPath!, [Path.Combine(AppContext.BaseDirectory, "verify-package.dll"), .. arguments]);
}
