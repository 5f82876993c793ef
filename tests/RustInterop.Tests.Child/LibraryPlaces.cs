using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace RustInterop.Tests.Child;

/// <summary>Loads native libraries from the places that are searched, and from the places that a host names.</summary>
internal static class LibraryPlaces
{
    /// <summary>Loads a library by its name and prints its path.</summary>
    internal static void Load(string name)
    {
        using RustLibrary library = RustLibrary.Load(name);
        Console.WriteLine(library.Path);
    }

    /// <summary>The same in a host that names other folders for the program and for native libraries.</summary>
    internal static void LoadFromFolders(string folders, string name)
    {
        AppContext.SetData("APP_CONTEXT_BASE_DIRECTORY", folders);
        AppContext.SetData("NATIVE_DLL_SEARCH_DIRECTORIES", folders);
        Load(name);
    }

    /// <summary>Calls Rust from a load context that knows where the built-in library is.</summary>
    internal static void CallInContext(string path)
    {
        Type twin = new Plugin(path).LoadFromAssemblyPath(typeof(LibraryPlaces).Assembly.Location)
            .GetType(typeof(LibraryPlaces).FullName!, throwOnError: true)!;
        twin.GetMethod(nameof(Print), BindingFlags.NonPublic | BindingFlags.Static)!.Invoke(null, null);
    }

    /// <summary>Calls Rust in a program whose own handler knows where the built-in library is.</summary>
    internal static void CallWithHandler(string path)
    {
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, _) => NativeLibrary.Load(path);
        Print();
    }

    private static void Print() => Rust.PrintString("called");

    private sealed class Plugin(string path) : AssemblyLoadContext
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name == typeof(Rust).Assembly.GetName().Name
                ? LoadFromAssemblyPath(typeof(Rust).Assembly.Location)
                : null;

        protected override nint LoadUnmanagedDll(string unmanagedDllName) => LoadUnmanagedDllFromPath(path);
    }
}
