namespace RustInterop.Build.Cross;

/// <summary>A kind of machine that the native library is built for here, and how.</summary>
/// <param name="RuntimeIdentifier">.NET's name of it.</param>
/// <param name="Triple">Rust's name of it.</param>
/// <param name="Compiler">The C compiler for it, which links too.</param>
internal abstract record Target(string RuntimeIdentifier, string Triple, string Compiler)
{
    public static IReadOnlyList<Target> All { get; } =
    [
        new GlibcTarget("linux-x64", "x86_64-unknown-linux-gnu", "x86_64-linux-gnu-gcc", "ld-linux-x86-64.so.2")
        {
            Packages = ["gcc", "libc6-dev"],
        },
        new GlibcTarget("linux-arm64", "aarch64-unknown-linux-gnu", "aarch64-linux-gnu-gcc", "ld-linux-aarch64.so.1")
        {
            Packages = ["gcc-aarch64-linux-gnu", "libc6-dev-arm64-cross"],
            EmulatorPackages = ["qemu-user"],
            Emulator = ["qemu-aarch64", "-L", "/usr/aarch64-linux-gnu"],
            DotnetRunner = "in `qemu-aarch64`",
        },
        new MuslTarget("linux-musl-x64", "x86_64-unknown-linux-musl", "musl-gcc")
        {
            Packages = ["musl-tools"],
            EmulatorPackages = ["libstdc++6", "libgcc-s1"],
            DotnetRunner = "on Debian's musl, with Debian's libstdc++ and libgcc_s",
        },
        new WindowsTarget("win-x64", "x86_64-pc-windows-gnu", "x86_64-w64-mingw32-gcc")
        {
            Packages = ["gcc-mingw-w64-x86-64"],
            EmulatorPackages = ["wine64"],
            Emulator = ["/usr/lib/wine/wine64"],
            DotnetRunner = "in `wine64`",
        },
    ];

    /// <summary>The Debian packages that hold the compiler and its C library.</summary>
    public required IReadOnlyList<string> Packages { get; init; }

    /// <summary>The Debian packages that hold what runs its programs here.</summary>
    public IReadOnlyList<string> EmulatorPackages { get; init; } = [];

    /// <summary>What runs its programs here, with its arguments; nothing where they run by themselves.</summary>
    public IReadOnlyList<string> Emulator { get; init; } = [];

    /// <summary>What stands in for the system when a .NET program runs here, in a few words; null where nothing does.</summary>
    public string? DotnetRunner { get; init; }

    public virtual string LibraryName => "librust_interop.so";

    /// <summary>The library as it is packed.</summary>
    public string Library => Path.Combine(NativeLibraries.Folder, RuntimeIdentifier, "native", LibraryName);

    /// <summary>The library to link into programs as it is packed; none where .NET's linker could not use it.</summary>
    public virtual string? StaticLibrary => Path.Combine(NativeLibraries.StaticFolder, RuntimeIdentifier, "librust_interop.a");

    /// <summary>All that is made on the way to it.</summary>
    public string BuildFolder => Path.Combine(NativeLibraries.BuildFolder, RuntimeIdentifier);

    /// <summary>What the linker finds before it finds the system's.</summary>
    public string LinkFolder => Path.Combine(BuildFolder, "link");

    /// <summary>Makes what linking takes besides the compiler, in the empty <see cref="LinkFolder"/>.</summary>
    /// <returns>What rustc is told of it.</returns>
    public abstract Task<IReadOnlyList<string>> PrepareAsync(Step step);

    public virtual string ProgramExtension => "";

    /// <summary>What the compiler is told for a program.</summary>
    public virtual IReadOnlyList<string> ProgramArguments => [];

    /// <summary>What the compiler is told for a program that the static library is linked into.</summary>
    public virtual IReadOnlyList<string> StaticArguments => [];

    /// <summary>Runs a program of the target's on this machine.</summary>
    /// <returns>Its exit code.</returns>
    public virtual Task<int> RunAsync(Step step, string program, Action<string> onOutput) =>
        Emulate(program).TryRunAsync(step, onOutput, step.Log);

    protected Tool Emulate(string program)
    {
        string[] command = [.. Emulator, program];
        return new Tool(command[0], command[1..]) { Directory = Path.GetDirectoryName(program)! };
    }

    /// <summary>Compiles a C file that stands beside these.</summary>
    protected Tool CompileC(string source, string output, params string[] arguments) =>
        new(Compiler, ["-O2", "-fPIC", "-ffunction-sections", "-o", output, Path.Combine(SourceFolder, source), .. arguments]);

    private static string SourceFolder => Path.Combine(Repository.Root, "eng", "Build", "Cross");
}
