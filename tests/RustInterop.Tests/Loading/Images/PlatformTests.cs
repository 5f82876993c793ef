using System.Runtime.InteropServices;
using RustInterop.Loading.Images;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Loading.Images;

public sealed class PlatformTests
{
    [LinuxFact]
    public void Find_Linux_IsWhatThisProcessHasLoaded()
    {
        bool hasGlibc = File.ReadLines("/proc/self/maps").Any(line => line.EndsWith("/libc.so.6", StringComparison.Ordinal));

        Platform platform = Platform.Find();

        platform.System.Should().Be("Linux");
        platform.Processor.Should().Be(RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant());
        platform.CLibrary.Should().Be(hasGlibc ? Platform.Glibc : Platform.Musl);
        // The oldest that .NET runs on.
        (platform.GlibcVersion >= new Version(2, 17)).Should().Be(hasGlibc);
    }
}
