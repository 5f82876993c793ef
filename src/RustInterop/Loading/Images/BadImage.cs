namespace RustInterop.Loading.Images;

/// <summary>What can be wrong with the file of a library.</summary>
internal static class BadImage
{
    internal static BadImageFormatException CutShort(ulong length, UInt128 end) =>
        new($"damaged or cut short: it has {length} bytes, and refers to bytes up to {end}");

    internal static BadImageFormatException Damaged(string what) =>
        new($"damaged: {what}");

    internal static BadImageFormatException NoLibrary(string what) =>
        new($"{what}, not a library");
}
