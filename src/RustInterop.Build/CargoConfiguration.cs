namespace RustInterop.Build;

/// <summary>What the user told cargo, in its configuration files and in environment variables.</summary>
internal static class CargoConfiguration
{
    /// <summary>The linker for a target, or null.</summary>
    /// <param name="folder">The folder in which cargo runs.</param>
    /// <param name="triple">The target.</param>
    public static string? LinkerOf(string folder, string triple) =>
        Environment.GetEnvironmentVariable($"CARGO_TARGET_{triple.ToUpperInvariant().Replace('-', '_')}_LINKER")
        ?? Toolchain.ConfigurationFilesFor(folder).Where(File.Exists)
            .Select(file => Toml.Table(Toml.Table(Toml.TryRead(file), "target"), triple))
            .Select(table => table is not null && table.TryGetValue("linker", out object? linker) ? linker as string : null)
            .FirstOrDefault(linker => linker is not null);
}
