using RustInterop.Benchmarks;
using RustInterop.Benchmarks.FanOut;

switch (args)
{
    case ["many-procedures"]:
        await ManyProcedures.MeasureAsync().ConfigureAwait(false);
        return 0;
    case ["cancel"]:
        await Cancel.MeasureAsync().ConfigureAwait(false);
        return 0;
    case ["fan-out", string folder]:
        await FanOutBenchmark.RunAsync(folder).ConfigureAwait(false);
        return 0;
    case ["fan-out-program", string work]:
        await OursAsProgram.MainAsync(work).ConfigureAwait(false);
        return 0;
    case ["fan-out-alone", string contestant, string work]:
        await Alone.MainAsync(contestant, work).ConfigureAwait(false);
        return 0;
    default:
        Console.Error.WriteLine("One of: many-procedures, cancel, fan-out FOLDER");
        return 1;
}
