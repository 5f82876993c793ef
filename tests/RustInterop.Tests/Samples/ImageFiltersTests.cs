using CsCheck;
using ImageFilters;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Samples;

public sealed class ImageFiltersTests
{
    [Fact]
    public void Filters_AnyImage_ReturnTheSameInRustAndInCSharp()
    {
        Gen.Select(Gen.Int[1, 30], Gen.Int[0, 20], Gen.Int[0, 40], Gen.Int[1, 9], Gen.Byte.Array[4 * 30 * 20]).Sample(
            (width, height, radius, factor, bytes) =>
            {
                ReadOnlySpan<byte> rgba = bytes.AsSpan(0, 4 * width * height);

                using RustBytes grey = RustFilters.Grayscale(rgba);
                using RustBytes blurred = RustFilters.Blur(grey.Span, (uint)width, (uint)radius);
                using RustBytes shrunk = RustFilters.Shrink(blurred.Span, (uint)width, (uint)factor);

                grey.ToArray().Should().Equal(PlainFilters.Grayscale(rgba));
                blurred.ToArray().Should().Equal(PlainFilters.Blur(grey.Span, width, radius));
                shrunk.ToArray().Should().Equal(PlainFilters.Shrink(blurred.Span, width, factor));
            });
    }

    [Fact]
    public void Blur_BytesThatAreNoRows_ThrowsTheErrorOfRust()
    {
        Action blur = () => RustFilters.Blur(new byte[7], 2, 1);

        blur.Should().Throw<RustException<ImageError>>().Which.Error.Should().Be(new ImageError.Incomplete { Length = 7, Row = 2 });
    }

    [Fact]
    public async Task ImageFilters_Output_IsTheShrunkImage()
    {
        using TemporaryFolder folder = new();
        string file = folder.PathOf("image.pgm");

        ProcessResult filters = await BuiltProgram.ImageFilters.RunAsync("--width", "240", "--output", file);

        filters.Stderr.Should().BeEmpty();
        filters.ExitCode.Should().Be(0);
        filters.Stdout.Should().MatchRegex(@"^Rust grayscale +\d+\.\d ms\n(.*\n){5}the same result\n$");
        byte[] image = await File.ReadAllBytesAsync(file);
        image.Should().HaveCount("P5 30 20 255\n".Length + (30 * 20)).And.StartWith("P5 30 20 255\n"u8.ToArray());
    }
}
