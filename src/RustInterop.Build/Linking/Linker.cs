namespace RustInterop.Build.Linking;

/// <summary>What links the library of a crate for a system that may not be this one.</summary>
/// <param name="Name">Its name, for the folder that has what it links.</param>
/// <param name="Triple">Rust's name of the system.</param>
/// <param name="Program">The program that cargo runs; null for the one that cargo itself chooses.</param>
internal sealed record Linker(string Name, string Triple, string? Program)
{
    /// <summary>Arguments for cargo.</summary>
    public IEnumerable<string> CargoArguments =>
        Program is null ? [] : ["--config", $"target.{Triple}.linker={Toml.Quote(Program)}"];

    /// <summary>Finds a linker on this machine.</summary>
    /// <param name="runtimeIdentifier">The system to link for.</param>
    /// <param name="triple">The target that the user chose, or null.</param>
    /// <param name="glibc">The newest glibc that the library may need.</param>
    /// <param name="crate">The crate's folder, which decides cargo's configuration.</param>
    /// <param name="folder">A folder for what the linker needs.</param>
    /// <param name="cancellation">Ends programs.</param>
    /// <exception cref="LinkException">There is none; the message says how to get one.</exception>
    public static Linker Find(
        string runtimeIdentifier, string? triple, Version glibc, string crate, string folder, CancellationToken cancellation)
    {
        LinkTarget? target = LinkTarget.Of(runtimeIdentifier);
        triple ??= target?.Triple ?? RustTarget.Of(runtimeIdentifier)!.Triple;
        if (Toolchain.LinkerOf(crate, triple) is not null)
        {
            return new("configured", triple, null);
        }

        if (IsThisSystems(runtimeIdentifier))
        {
            return new("cargo", triple, null);
        }

        if (target is null || OperatingSystem.IsWindows())
        {
            throw new LinkException(
                $"The library for {runtimeIdentifier} cannot be linked on this system. Build it on a machine of its own, or in CI "
                + "(dotnet new rustlib --ci github writes a workflow), and name the folder of such libraries in the metadata Prebuilt of the RustCrate.");
        }

        return target.Compilers.Select(Toolchain.Find).FirstOrDefault(path => path is not null) is { } compiler
                ? new("gcc", triple, WriteGcc(compiler, target, glibc, folder, cancellation))
            : target.Zig is not null && Toolchain.Find("zig") is { } zig
                ? new("zig", triple, ZigLinker.Write(zig, target.IsGlibc ? $"{target.Zig}.{glibc}" : target.Zig, folder))
            : throw new LinkException(
                $"There is no linker for {runtimeIdentifier} on the PATH: no {string.Join(", no ", target.Programs)}. {target.HowToInstall}");
    }

    // Apple's and Microsoft's linkers know all processors of their systems.
    private static bool IsThisSystems(string runtimeIdentifier) =>
        (OperatingSystem.IsWindows() && runtimeIdentifier.StartsWith("win-", StringComparison.Ordinal))
        || (OperatingSystem.IsMacOS() && runtimeIdentifier.StartsWith("osx-", StringComparison.Ordinal));

    private static string? WriteGcc(string compiler, LinkTarget target, Version glibc, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        IReadOnlyList<string> arguments =
            target.IsGlibc ? GlibcStandIn.Make(compiler, folder, glibc, cancellation)
            : target.IsMusl ? MuslUnwinder.Make(compiler, folder, cancellation)
            : [];
        return LinkerScript.Write(folder, $"exec {LinkerScript.Quote(compiler)} \"$@\" {string.Join(' ', arguments.Select(LinkerScript.Quote))}");
    }
}
