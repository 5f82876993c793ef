using System.Security.Cryptography;

namespace RustInterop.Build;

/// <summary>A file beside what was made of Cargo.lock, which tells whether that is as it was then.</summary>
internal sealed class LockStamp(string path)
{
    public async Task<bool> IsCurrentAsync() => File.Exists(path) && await File.ReadAllTextAsync(path) == await HashAsync();

    public async Task WriteAsync() => await File.WriteAllTextAsync(path, await HashAsync());

    public void Delete() => File.Delete(path);

    private static async Task<string> HashAsync() =>
        Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(LockedCrate.LockPath)));
}
