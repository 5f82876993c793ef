namespace RustInterop.Build;

/// <summary>
/// The library of tests/crates/equipment: the built-in one with what tests need besides. It panics and commits faults on
/// demand, and counts what it allocates.
/// </summary>
internal static class Equipment
{
    private const string Crate = "equipment";
    private const string BuiltIn = "rust_interop";

    /// <summary>The arguments with which cargo builds it instead of the built-in library.</summary>
    public static string[] Package { get; } = ["--package", Crate];

    /// <summary>Where <see cref="Cargo.BuildEquipment"/> puts it.</summary>
    public static string Library => NameFor(Cargo.BuiltLibrary);

    /// <summary>Its file, where the built-in library's would be this.</summary>
    public static string NameFor(string builtIn) =>
        Path.Combine(Path.GetDirectoryName(builtIn)!, Path.GetFileName(builtIn).Replace(BuiltIn, Crate, StringComparison.Ordinal));

    /// <summary>The name of the library whose place a library takes: the built-in one's for this.</summary>
    public static string NameInPlace(string library) =>
        Path.GetFileName(library).Replace(Crate, BuiltIn, StringComparison.Ordinal);
}
