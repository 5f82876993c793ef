using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace RustInterop.Benchmarks.Crossing;

/// <summary>The benchmarks of one kind of work, ready to be called.</summary>
/// <param name="Work">The object whose methods they are.</param>
/// <param name="Calls">The methods by name.</param>
internal sealed record Contestants(object Work, IReadOnlyDictionary<string, Action> Calls) : IDisposable
{
    internal const string Ours = "RustInterop";

    internal static Contestants Of(WorkName name)
    {
        object work = Activator.CreateInstance(name.Type)!;
        name.Type.GetProperty(nameof(Refused.Size))?.SetValue(work, name.Size);
        Invoke<GlobalSetupAttribute>(work);
        return new(work, Marked<BenchmarkAttribute>(name.Type).ToDictionary(method => method.Name, method => CallOf(work, method)));
    }

    public void Dispose() => Invoke<GlobalCleanupAttribute>(Work);

    private static Action CallOf(object work, MethodInfo method)
    {
        if (method.ReturnType == typeof(void))
        {
            return method.CreateDelegate<Action>(work);
        }

        if (method.ReturnType == typeof(int))
        {
            Func<int> number = method.CreateDelegate<Func<int>>(work);
            return () => number();
        }

        Func<object> call = method.CreateDelegate<Func<object>>(work);
        return () => (call() as Task)?.GetAwaiter().GetResult();
    }

    private static void Invoke<TAttribute>(object work)
        where TAttribute : Attribute
    {
        foreach (MethodInfo method in Marked<TAttribute>(work.GetType()))
        {
            method.Invoke(work, null);
        }
    }

    private static IEnumerable<MethodInfo> Marked<TAttribute>(Type type)
        where TAttribute : Attribute => type.GetMethods().Where(method => method.IsDefined(typeof(TAttribute)));
}
