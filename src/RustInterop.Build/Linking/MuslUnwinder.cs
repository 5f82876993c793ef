namespace RustInterop.Build.Linking;

/// <summary>An unwinder for musl. Debian's shared libgcc_s needs glibc; its static one needs only one function of glibc.</summary>
public static class MuslUnwinder
{
    /// <summary>The object file that has that function.</summary>
    public const string ObjectFile = "dl_find_object.o";

    /// <summary>Makes the unwinder.</summary>
    /// <param name="program">The C compiler for musl.</param>
    /// <param name="folder">A folder for it.</param>
    /// <param name="cancellation">Ends the compiler.</param>
    /// <returns>Arguments of the compiler when it links.</returns>
    /// <exception cref="LinkException">The compiler fails.</exception>
    public static IReadOnlyList<string> Make(string program, string folder, CancellationToken cancellation)
    {
        new Compiler(program, cancellation).Compile("dl_find_object.c", folder);
        File.WriteAllText(Path.Combine(folder, "libgcc_s.so"), $"INPUT ( {ObjectFile} libgcc_eh.a libgcc.a )\n");
        return [$"-L{folder}"];
    }
}
