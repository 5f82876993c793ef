using RustInterop.Benchmarks;

switch (args)
{
    case ["many-procedures"]:
        await ManyProcedures.MeasureAsync().ConfigureAwait(false);
        return 0;
    case ["cancel"]:
        await Cancel.MeasureAsync().ConfigureAwait(false);
        return 0;
    default:
        Console.Error.WriteLine("One of: many-procedures, cancel");
        return 1;
}
