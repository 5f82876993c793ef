using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using RustInterop.Tests.Child.LifetimeTypes;

namespace RustInterop.Tests.Child;

/// <summary>Uses Rust from assemblies in a separate context, which is unloaded while Rust code still runs.</summary>
internal static class CollectibleContext
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>A call still runs. Prints whether the context is unloaded in the end.</summary>
    internal static Task CallAsync() => RunAsync(nameof(CallInContextAsync));

    /// <summary>A thread still logs, and nobody has stopped listening. Prints whether the context is unloaded in the end.</summary>
    internal static Task ListenAsync() => RunAsync(nameof(ListenInContextAsync));

    /// <summary>
    /// Objects, bytes and streams have live handles, asynchronous calls have not ended, and Rust keeps a callback. Prints whether the
    /// context is unloaded in the end, what Rust gets when it calls the callback then, and what is left of the handles and strings.
    /// </summary>
    internal static async Task ForgetAsync()
    {
        await RunAsync(nameof(ForgetInContextAsync));
        // The same library as in the context.
        try
        {
            Lifetimes.Tell("anybody");
        }
        catch (RustException exception)
        {
            Console.WriteLine(exception.Message);
        }

        Lifetimes.Keep(null);
        Console.WriteLine(LiveCounts.Open("lifetimes"));
    }

    private static async Task RunAsync(string inContext)
    {
        WeakReference context = await RunAndUnloadAsync(inContext);
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
    private static async Task<WeakReference> RunAndUnloadAsync(string inContext)
    {
        Context context = new();
        Type twin = context.LoadFromAssemblyPath(typeof(CollectibleContext).Assembly.Location)
            .GetType(typeof(CollectibleContext).FullName!, throwOnError: true)!;
        MethodInfo method = twin.GetMethod(inContext, BindingFlags.NonPublic | BindingFlags.Static)!;
        await (Task)method.Invoke(null, null)!;
        context.Unload();
        return new WeakReference(context);
    }

    // These run in the context.
    private static Task ListenInContextAsync()
    {
        Listening.UntilTheEnd();
        return Task.CompletedTask;
    }

    private static async Task ForgetInContextAsync()
    {
        await Forgetting.LeaveAllKindsAsync();
        if (LiveCounts.Open("lifetimes").Handles == 0)
        {
            throw new InvalidOperationException("Nothing has a handle.");
        }
    }

    private static async Task CallInContextAsync()
    {
        Rust.StartProcedure(Input("true"));
        await Rust.StartProcedureAsync(Input("true"), new() { Progress = new Progress<ProcedureProgress>() });
        using CancellationTokenSource cancellation = new(TimeSpan.FromMilliseconds(50));
        try
        {
            await Rust.StartProcedureAsync(Input("sleep 20"), handlers: null, cancellation.Token);
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
