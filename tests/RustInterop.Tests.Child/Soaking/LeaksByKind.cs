using RustInterop.Crossing;

namespace RustInterop.Tests.Child.Soaking;

/// <summary>Makes calls of each kind, and prints what they left as a Markdown table.</summary>
internal static class LeaksByKind
{
    /// <returns>The exit code: 1 if anything was left.</returns>
    internal static async Task<int> RunAsync(int calls, IReadOnlyList<CallKind> kinds)
    {
        // For memory that is allocated once and kept, such as the standard library's buffers.
        foreach (CallKind kind in kinds)
        {
            await CallAsync(kind, 1);
        }

        CountedLibrary library = CallKinds.OpenLibrary();
        RustMemory memory = new(library);
        memory.Settle();
        List<string> leaking = [];
        Console.WriteLine("| kind of call | calls | Rust's live bytes before | after | live strings |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (CallKind kind in kinds)
        {
            IReadOnlyList<long> before = memory.LiveBytes;
            long stringsBefore = NativeMethods.rust_interop_live_strings();
            long allocations = library.Allocations;
            await CallAsync(kind, calls);
            if (library.Allocations == allocations)
            {
                throw new InvalidOperationException($"{kind.Name}: no allocation was counted.");
            }

            memory.TryReturnTo(before);
            long after = library.LiveBytes;
            long strings = NativeMethods.rust_interop_live_strings();
            Console.WriteLine($"| {kind.Name} | {calls} | {before[0]} | {after} | {strings} |");
            if (after != before[0] || strings != stringsBefore)
            {
                leaking.Add(kind.Name);
            }
        }

        if (leaking.Count > 0)
        {
            await Console.Error.WriteLineAsync($"These calls leak: {string.Join("; ", leaking)}");
        }

        return leaking.Count > 0 ? 1 : 0;
    }

    private static Task<int> CallAsync(CallKind kind, int calls) => Caller.RunAsync(() =>
    {
        for (int call = 0; call < calls; call++)
        {
            Caller.Call(kind, call);
        }

        return calls;
    });
}
