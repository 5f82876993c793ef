using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace RustInterop.Tests.Child;

/// <summary>Calls Rust from assemblies in a separate context, which is unloaded while a call still runs.</summary>
internal static class CollectibleContext
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Prints whether the context is unloaded in the end.</summary>
    internal static async Task RunAsync()
    {
        WeakReference context = await CallAndUnloadAsync();
        using CancellationTokenSource timeout = new(Timeout);
        while (context.IsAlive && !timeout.IsCancellationRequested)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(10);
        }

        Console.WriteLine(context.IsAlive ? "still there" : "gone");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> CallAndUnloadAsync()
    {
        Context context = new();
        Type twin = context.LoadFromAssemblyPath(typeof(CollectibleContext).Assembly.Location)
            .GetType(typeof(CollectibleContext).FullName!, throwOnError: true)!;
        MethodInfo call = twin.GetMethod(nameof(CallAsync), BindingFlags.NonPublic | BindingFlags.Static)!;
        await (Task)call.Invoke(null, null)!;
        context.Unload();
        return new WeakReference(context);
    }

    // Runs in the context.
    private static async Task CallAsync()
    {
        Rust.StartProcedure(Input("true"));
        await Rust.StartProcedureAsync(Input("true"), new Progress<ProcedureProgress>());
        using CancellationTokenSource cancellation = new(TimeSpan.FromMilliseconds(50));
        try
        {
            await Rust.StartProcedureAsync(Input("sleep 20"), progress: null, cancellation.Token);
        }
        catch (ProcedureCanceledException)
        {
            _ = Rust.StartProcedureAsync(Input("sleep 0.5"));
            return;
        }

        throw new InvalidOperationException("The procedure was not cancelled.");
    }

    private static ProcedureInput Input(string action) => new(TimeSpan.FromSeconds(60), 0, ["a"], action, 1)
    {
        Transport = Transport.Local,
    };

    private sealed class Context() : AssemblyLoadContext(isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name == typeof(Rust).Assembly.GetName().Name
                ? LoadFromAssemblyPath(typeof(Rust).Assembly.Location)
                : null;
    }
}
