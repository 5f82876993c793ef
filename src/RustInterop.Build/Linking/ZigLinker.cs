namespace RustInterop.Build.Linking;

/// <summary>zig as a linker: it brings the C libraries of every system, and links for the version of glibc that its target names.</summary>
internal static class ZigLinker
{
    /// <summary>Writes a program that calls it.</summary>
    /// <param name="zig">The path of zig.</param>
    /// <param name="target">zig's name of the system.</param>
    /// <param name="folder">The folder for the program.</param>
    /// <returns>The program's path.</returns>
    // rustc writes for gcc. zig has LLVM's unwinder in place of gcc's, and refuses some of the options of GNU's linker.
    public static string Write(string zig, string target, string folder) => LinkerScript.Write(folder, $"""
        count=$#
        while [ "$count" -gt 0 ]; do
          argument=$1
          shift
          count=$((count - 1))
          case $argument in
            -lgcc_s | -lgcc_eh) set -- "$@" -lunwind ;;
            -lgcc | -m64 | --target=* | -Wl,--no-undefined-version | -Wl,--fix-cortex-a53-843419) ;;
            *) set -- "$@" "$argument" ;;
          esac
        done
        exec {LinkerScript.Quote(zig)} cc -target {LinkerScript.Quote(target)} "$@"
        """);
}
