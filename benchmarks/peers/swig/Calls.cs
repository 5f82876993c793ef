namespace RustInterop.Benchmarks.Peers;

/// <summary>Calls of SWIG's C#. The benchmarks load this assembly, and find the methods by their names.</summary>
public static class Calls
{
    public static Action AddNumbers() => () => Swig.add_numbers(1, 2);

    public static Action UpperCase(string text) => () => Swig.text_upper_case(text);

    public static Action AddToCounter()
    {
        Counter counter = new(0);
        return () => counter.add(1);
    }

    public static Action MakeCounter() => () => new Counter(0).Dispose();

    public static Action InvertBytesIntoNew(int length)
    {
        byte[] data = new byte[length];
        return () => Swig.invert_into(data, (uint)length, GC.AllocateUninitializedArray<byte>(length));
    }

    public static Action TakeItems(int items) => () =>
    {
        using Walk walk = new((uint)items);
        while (walk.next() is { } file)
        {
            using (file)
            {
                _ = new Item(file.name, file.size, file.share, file.hidden);
            }
        }
    };

    public static Action CallBack(uint calls)
    {
        Increment increment = new();
        return () => Swig.sum_of(calls, increment);
    }

    public static Action DoNothing() => Swig.do_nothing;

    private sealed class Increment : Function
    {
        public override uint call(uint number) => number + 1;
    }

    private sealed record Item(string Name, ulong Size, double Share, bool Hidden);
}
