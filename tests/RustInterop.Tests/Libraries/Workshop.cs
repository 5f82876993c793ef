using RustInterop.Loading;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Libraries;

/// <summary>The library of tests/crates/workshop.</summary>
internal static class Workshop
{
    internal const string Name = "workshop";

    internal static RustLibrary Library { get; } = RustLibrary.Load(Name);

    /// <summary>Loads a copy, which is another library with its own memory and its own count of strings.</summary>
    internal static RustLibrary LoadCopy(TemporaryFolder folder)
    {
        string copy = folder.PathOf(LibrarySearch.FileName("workshop_copy"));
        File.Copy(Library.Path, copy);
        return RustLibrary.Load(copy);
    }

    internal static RustProcedure<Order, Bill> Bill { get; } =
        Library.GetProcedure("bill", WorkshopJson.Default.Order, WorkshopJson.Default.Bill);
}

/// <summary>A progress handler that runs on the thread that reports.</summary>
internal sealed class Handler<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
