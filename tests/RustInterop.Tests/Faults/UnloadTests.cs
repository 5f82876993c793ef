using RustInterop.Tests.Support;

namespace RustInterop.Tests.Faults;

/// <summary>The library in a collectible <see cref="System.Runtime.Loader.AssemblyLoadContext"/>, as in a plug-in.</summary>
public sealed class UnloadTests
{
    [LinuxFact]
    public async Task Unload_WhileACallRuns_EndsTheCallAndThenTheContext()
    {
        ProcessResult child = await ChildProgram.RunAsync("unload-context");

        child.Should().Be(new ProcessResult(0, "gone\n", ""));
    }
}
