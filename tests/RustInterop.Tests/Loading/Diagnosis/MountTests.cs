using RustInterop.Loading.Diagnosis;

namespace RustInterop.Tests.Loading.Diagnosis;

public sealed class MountTests
{
    private static readonly string[] Descriptor = ["pos:\t0", "flags:\t0100000", "mnt_id:\t27", "ino:\t409991"];

    [Theory]
    [InlineData("27 1 254:0 / / rw,noexec,relatime - ext4 /dev/vda rw", true)]
    [InlineData("27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,noexec", false)]
    [InlineData("127 1 254:0 / / rw,noexec,relatime - ext4 /dev/vda rw", false)]
    [InlineData("27 1", false)]
    [InlineData("27 1 254:0 / /", false)]
    public void IsNoExec_SeveralMounts_DependsOnTheFilesOwn(string mount, bool isNoExec) =>
        Mount.IsNoExec(Descriptor, ["22 27 0:21 / /proc rw,noexec - proc proc rw", mount]).Should().Be(isNoExec);

    [Fact]
    public void IsNoExec_DescriptorWithoutMount_IsFalse() =>
        Mount.IsNoExec(["pos:\t0"], ["27 1 254:0 / / rw,noexec - ext4 /dev/vda rw"]).Should().BeFalse();
}
