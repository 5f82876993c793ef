using System.Runtime.CompilerServices;
using RustInterop.Crossing;

namespace RustInterop.Tests.Crossing;

/// <summary>The statuses that the C# face never meets, because it checks first.</summary>
public sealed class PrintTests
{
    [Fact]
    public void PrintString_Null_SaysSo() =>
        NativeMethods.print_string(default).Should().Be(PrintStatus.NullPointer);

    [Fact]
    public void PrintString_NotUtf8_SaysSo() =>
        NativeMethods.print_string([0xFF, 0]).Should().Be(PrintStatus.InvalidUtf8);

    [Fact]
    public void PrintInt_Null_SaysSo() =>
        NativeMethods.print_int(in Unsafe.NullRef<int>()).Should().Be(PrintStatus.NullPointer);
}
