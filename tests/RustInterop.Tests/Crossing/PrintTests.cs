using System.Runtime.CompilerServices;
using RustInterop.Crossing;

namespace RustInterop.Tests.Crossing;

/// <summary>The statuses that the C# API never gets, because it checks its arguments first.</summary>
public sealed class PrintTests
{
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
