using System.Runtime.CompilerServices;
using RustInterop.Crossing;
using RustInterop.Tests.Loading;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Crossing;

public sealed class ExportsTests
{
    [LinuxFact("nm")]
    public async Task Library_Exports_AreTheFunctionsOfTheHeader()
    {
        string symbols = await Command.OutputOfAsync("nm", "-D", "--defined-only", NativeLibraryFile.Path);

        string[] names = [.. symbols.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[^1])];
        names.Should().BeEquivalentTo(Header.Functions(), "exports that only tests need are never packed")
            .And.Contain("start_procedure_async");
    }

    [ToolFact("python3")]
    public async Task Library_CalledFromPython_Works()
    {
        string caller = Path.Combine(AppContext.BaseDirectory, "Crossing", "caller.py");

        string output = await Command.OutputOfAsync("python3", caller, NativeLibraryFile.Path);

        output.Should().Be("""
            Grüße aus Python
            .NET gave us number 2
            {"job_id": 1, "result": "success", "message": "1 host failed", "failed_hosts": ["a"]}
            invalid_input timeout
            0

            """);
    }

    [Fact]
    public void PrintString_Null_ReturnsNullPointer() =>
        NativeMethods.print_string(default).Should().Be(PrintStatus.NullPointer);

    [Fact]
    public void PrintString_NotUtf8_ReturnsInvalidUtf8() =>
        NativeMethods.print_string([0xFF, 0]).Should().Be(PrintStatus.InvalidUtf8);

    [Fact]
    public void PrintInt_Null_ReturnsNullPointer() =>
        NativeMethods.print_int(in Unsafe.NullRef<int>()).Should().Be(PrintStatus.NullPointer);
}
