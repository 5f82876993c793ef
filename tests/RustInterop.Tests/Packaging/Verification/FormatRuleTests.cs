using System.Buffers.Binary;
using System.Text;
using RustInterop.Tests.Loading.Images;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging.Verification;

public sealed class FormatRuleTests : IDisposable
{
    private static readonly string s_processor = PackageFile.RuntimeIdentifier.Split('-')[^1];

    private readonly VerifiedPackage _package = new();

    private static string Expected => $"a library for Linux, {s_processor}, glibc";

    public void Dispose() => _package.Dispose();

    [LinuxFact]
    public async Task Verify_OtherProcessor_IsRefused()
    {
        byte[] library = _package.Read(VerifiedPackage.Library);
        // e_machine: s390x, which is none that the tests run on.
        library[18] = 22;
        _package.Write(VerifiedPackage.Library, library);

        (await _package.FindAsync()).Should().Equal(VerifiedPackage.Finding("is made for Linux, s390x", Expected));
    }

    [LinuxFact]
    public async Task Verify_LibraryOfWindows_IsRefused()
    {
        _package.Write(VerifiedPackage.Library, WrittenImages.Dll());

        (await _package.FindAsync()).Should().Equal(VerifiedPackage.Finding("is made for Windows, x64", Expected));
    }

    [LinuxFact]
    public async Task Verify_LibraryOfMacOS_IsRefused()
    {
        _package.Write(VerifiedPackage.Library, WrittenImages.Dylib());

        (await _package.FindAsync()).Should().Equal(VerifiedPackage.Finding("is made for macOS, arm64", Expected));
    }

    [LinuxTheory]
    [InlineData("libc.musl-x86_64.so.1")]
    [InlineData("ld-musl-x86_64.so.1")]
    public async Task Verify_OtherCLibrary_IsRefused(string library)
    {
        string musl = await _package.StandInAsync(library);
        await _package.WriteSoundCAsync("-nostdlib", "-Wl,--no-as-needed", musl);

        (await _package.FindAsync()).Should().Equal(VerifiedPackage.Finding("is made for musl", Expected));
    }

    [LinuxFact]
    public async Task Verify_Truncated_IsRefused()
    {
        byte[] library = _package.Read(VerifiedPackage.Library);
        _package.Write(VerifiedPackage.Library, library[..(library.Length / 2)]);

        (await _package.FindAsync()).Should().ContainSingle().Which.Should()
            .StartWith($"{VerifiedPackage.Library}: is damaged or truncated: ").And.EndWith($"; expected: {Expected}");
    }

    [LinuxFact]
    public async Task Verify_SegmentBeyondTheEnd_IsRefused()
    {
        byte[] library = _package.Read(VerifiedPackage.Library);
        // The header says where those of the segments are; of one that is loaded, p_filesz.
        int segment = BinaryPrimitives.ReadInt32LittleEndian(library.AsSpan(32));
        while (BinaryPrimitives.ReadInt32LittleEndian(library.AsSpan(segment)) != 1)
        {
            segment += 56;
        }

        BinaryPrimitives.WriteInt64LittleEndian(library.AsSpan(segment + 32),
            library.Length + 1 - BinaryPrimitives.ReadInt64LittleEndian(library.AsSpan(segment + 8)));
        _package.Write(VerifiedPackage.Library, library);

        (await _package.FindAsync()).Should().ContainSingle().Which.Should()
            .StartWith($"{VerifiedPackage.Library}: is damaged or truncated: ").And.EndWith($"; expected: {Expected}");
    }

    [LinuxFact]
    public async Task Verify_NoLibrary_IsRefused()
    {
        _package.Write(VerifiedPackage.Library, Encoding.UTF8.GetBytes("INPUT ( rust_interop.a )\n"));

        (await _package.FindAsync()).Should().Equal(
            VerifiedPackage.Finding("is no library of Windows, macOS or Linux", Expected));
    }
}
