using System.Globalization;
using RustInterop.Benchmarks;
using RustInterop.Benchmarks.Crossing;
using RustInterop.Benchmarks.FanOut;

switch (args)
{
    case ["many-procedures"]:
        await ManyProcedures.MeasureAsync().ConfigureAwait(false);
        return 0;
    case ["cancel"]:
        await Cancel.MeasureAsync().ConfigureAwait(false);
        return 0;
    case ["kept-connections", string folder]:
        await KeptConnections.RunAsync(folder).ConfigureAwait(false);
        return 0;
    case ["live-output", string folder]:
        return await LiveOutputBenchmark.RunAsync(folder).ConfigureAwait(false) ? 0 : 1;
    case ["start-up", string folder]:
        return await StartUp.RunAsync(folder).ConfigureAwait(false) ? 0 : 1;
    case ["first-call", string folder]:
        await FirstCalls.RunAsync(folder).ConfigureAwait(false);
        return 0;
    case ["records"]:
        await Records.MeasureAsync().ConfigureAwait(false);
        return 0;
    case ["bytes"]:
        await Bytes.MeasureAsync().ConfigureAwait(false);
        return 0;
    case ["streams"]:
        await Streams.MeasureAsync().ConfigureAwait(false);
        return 0;
    case ["logging"]:
        await Logging.MeasureAsync().ConfigureAwait(false);
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
    case ["crossing", string folder]:
        await CrossingBenchmark.RunAsync(folder).ConfigureAwait(false);
        return 0;
    case ["crossing-beside-json", string folder]:
        await BesideJsonTable.WriteAsync(new Report(folder)).ConfigureAwait(false);
        return 0;
    case ["crossing-records", string folder]:
        await RecordsTable.WriteAsync(new Report(folder)).ConfigureAwait(false);
        return 0;
    case ["crossing-async-functions", string folder]:
        await CrossingBenchmark.RunAsyncFunctionsAsync(folder).ConfigureAwait(false);
        return 0;
    case ["crossing-turns", .. string[] works]:
        Turns.Print(works);
        return 0;
    case ["crossing-profile", string folder]:
        await ProfileTable.WriteAsync(new Report(folder), folder).ConfigureAwait(false);
        return 0;
    case ["crossing-loop", string call, string seconds]:
        ProfileTable.Loop(call, double.Parse(seconds, CultureInfo.InvariantCulture));
        return 0;
    default:
        Console.Error.WriteLine("Usage: many-procedures | cancel | records | bytes | streams | logging | fan-out FOLDER | live-output FOLDER | kept-connections FOLDER | start-up FOLDER | first-call FOLDER | crossing FOLDER | crossing-async-functions FOLDER | crossing-beside-json FOLDER | crossing-records FOLDER | crossing-profile FOLDER");
        return 1;
}
