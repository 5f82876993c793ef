using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Libraries;

/// <summary>Libraries of assemblies that are not beside the program.</summary>
public sealed class PluginTests : IDisposable
{
    private const string Assembly = "RustInterop.Tests.Child.dll";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LinuxFact]
    public void Load_NameAndAssembly_FindsTheLibraryBesideIt()
    {
        File.Copy(Workshop.Library.Path, _folder.PathOf("libplugin.so"));
        Assembly plugin = LoadPlugin(new AssemblyLoadContext("plugin"));

        using RustLibrary library = RustLibrary.Load("plugin", plugin);

        library.Path.Should().Be(_folder.PathOf("libplugin.so"));
        FluentActions.Invoking(() => RustLibrary.Load("plugin")).Should().Throw<RustLibraryLoadException>();
    }

    [LinuxFact]
    public void Load_NameThatOnlyTheLoadContextKnows_IsLoadedByIt()
    {
        Directory.CreateDirectory(_folder.PathOf("elsewhere"));
        string path = _folder.PathOf("elsewhere/libodd.so");
        File.Copy(Workshop.Library.Path, path);
        Assembly plugin = LoadPlugin(new KnowingContext(path));

        using RustLibrary library = RustLibrary.Load("plugin", plugin);

        library.Procedures.Should().Contain("bill");
    }

    [Fact]
    public void Load_NameThatNoOneKnows_SaysThatTheLoadContextWasAsked()
    {
        Action load = () => RustLibrary.Load("acme_nowhere", typeof(PluginTests).Assembly);

        load.Should().Throw<RustLibraryLoadException>().WithMessage("*the AssemblyLoadContext: does not know the library");
    }

    [Fact]
    public void Load_NoAssembly_ThrowsForTheArgument()
    {
        Action load = () => RustLibrary.Load("acme", null!);

        load.Should().Throw<ArgumentNullException>().WithParameterName("assembly");
    }

    private Assembly LoadPlugin(AssemblyLoadContext context)
    {
        string path = _folder.PathOf(Assembly);
        File.Copy(Path.Combine(AppContext.BaseDirectory, Assembly), path);
        return context.LoadFromAssemblyPath(path);
    }

    private sealed class KnowingContext(string path) : AssemblyLoadContext
    {
        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            unmanagedDllName == "plugin" ? NativeLibrary.Load(path) : 0;
    }
}
