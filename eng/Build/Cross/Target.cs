namespace RustInterop.Build.Cross;

/// <summary>A system that the native library is built for, and how.</summary>
/// <param name="RuntimeIdentifier">.NET's name for it.</param>
/// <param name="Triple">Rust's name for it.</param>
/// <param name="Compiler">Its C compiler, which also links.</param>
internal abstract record Target(string RuntimeIdentifier, string Triple, string Compiler)
{
    public static IReadOnlyList<Target> All { get; } =
    [
        new GlibcTarget("linux-x64", "x86_64-unknown-linux-gnu", "x86_64-linux-gnu-gcc")
        {
            Packages = ["gcc", "libc6-dev"],
        },
        new GlibcTarget("linux-arm64", "aarch64-unknown-linux-gnu", "aarch64-linux-gnu-gcc")
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

    /// <summary>The Debian packages of the compiler and its C library.</summary>
    public required IReadOnlyList<string> Packages { get; init; }

    /// <summary>The Debian packages of what runs its programs here.</summary>
    public IReadOnlyList<string> EmulatorPackages { get; init; } = [];

    /// <summary>The command that runs its programs here; empty if they run by themselves.</summary>
    public IReadOnlyList<string> Emulator { get; init; } = [];

    /// <summary>How a .NET program for it runs here, for the table; null if it runs by itself.</summary>
    public string? DotnetRunner { get; init; }

    public virtual string LibraryName => "librust_interop.so";

    /// <summary>The library that is packed.</summary>
    public string Library => Path.Combine(NativeLibraries.Folder, RuntimeIdentifier, "native", LibraryName);

    /// <summary>The static library that is packed; null if .NET's linker can't use it.</summary>
    public virtual string? StaticLibrary => Path.Combine(NativeLibraries.StaticFolder, RuntimeIdentifier, "librust_interop.a");

    /// <summary>Everything that is made while building it.</summary>
    public string BuildFolder => Path.Combine(NativeLibraries.BuildFolder, RuntimeIdentifier);

    /// <summary>The linker looks here before it looks at the system's libraries.</summary>
    public string LinkFolder => Path.Combine(BuildFolder, "link");

    /// <summary>Makes what else the linker needs, in the empty <see cref="LinkFolder"/>.</summary>
    /// <returns>Flags for rustc.</returns>
    public abstract IReadOnlyList<string> Prepare(CancellationToken cancellation);

    protected static IReadOnlyList<string> FlagsOf(IReadOnlyList<string> linkerArguments) =>
        [.. linkerArguments.Select(argument => $"-Clink-arg={argument}")];

    public virtual string ProgramExtension => "";

    /// <summary>Arguments of the compiler for a program.</summary>
    public virtual IReadOnlyList<string> ProgramArguments => [];

    /// <summary>Arguments of the compiler for a program with the static library.</summary>
    public virtual IReadOnlyList<string> StaticArguments => [];

    /// <summary>Runs a program for this target on this machine.</summary>
    /// <returns>Its exit code.</returns>
    public virtual Task<int> RunAsync(Step step, string program, Action<string> onOutput, params string[] arguments) =>
        Emulate(program, arguments).TryRunAsync(step, onOutput, step.Log);

    protected Tool Emulate(string program, params string[] arguments)
    {
        string[] command = [.. Emulator, program, .. arguments];
        return new Tool(command[0], command[1..])
        {
            Directory = Path.GetDirectoryName(program)!,
            // A panic that the program prints would have its backtrace if the caller of the build wants some.
            Environment = new Dictionary<string, string?> { ["RUST_BACKTRACE"] = null, ["RUST_LIB_BACKTRACE"] = null },
        };
    }

    /// <summary>Compiles a C file of this folder.</summary>
    protected Tool CompileC(string source, string output, params string[] arguments) =>
        new(Compiler, ["-O2", "-fPIC", "-ffunction-sections", "-o", output, Path.Combine(SourceFolder, source), .. arguments]);

    private static string SourceFolder => Path.Combine(Repository.Root, "eng", "Build", "Cross");
}
