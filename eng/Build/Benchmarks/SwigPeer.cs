namespace RustInterop.Build.Benchmarks;

/// <summary>The C# that SWIG, Debian's generator, writes for the C functions of benchmarks/native.</summary>
internal static class SwigPeer
{
    private static string Source => Path.GetDirectoryName(Repository.SwigProject)!;

    /// <summary>Generates and compiles it. The benchmarks must have been built.</summary>
    /// <returns>The path of the assembly; null, after a note, if SWIG is not there.</returns>
    public static async Task<string?> BuildAsync(Step step)
    {
        if (Tool.Find("swig") is null)
        {
            Step.Note("swig: not installed, so its C# is not measured");
            return null;
        }

        string folder = Path.Combine(PeerPrograms.Folder, "swig");
        string code = Path.Combine(folder, "code");
        string wrapper = Path.Combine(code, "crossing_wrap.cxx");
        string library = Path.Combine(Path.GetDirectoryName(Repository.BenchmarkProject)!, "bin", Dotnet.Configuration, "net10.0");
        Repository.MakeEmpty(code);
        await new Tool("swig", "-csharp", "-c++", "-namespace", "RustInterop.Benchmarks.Peers", "-outdir", code, "-o", wrapper,
            Path.Combine(Source, "crossing.i")).RunAsync(step);
        await new Tool("c++", "-O2", "-shared", "-fPIC", "-I", Source, "-o", Path.Combine(folder, "libSwig.so"), wrapper,
            "-L", library, $"-Wl,-rpath,{library}", "-lcrossing").RunAsync(step);
        await Dotnet.Publish(Repository.SwigProject, "-o", folder, $"-p:SwigCode={code}").RunAsync(step);
        return Path.Combine(folder, "SwigPeer.dll");
    }
}
