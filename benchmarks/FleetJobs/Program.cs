using System.Globalization;
using RustInterop.Benchmarks;
using RustInterop.Benchmarks.FleetJobs;

switch (args)
{
    case ["fleet-jobs", string folder]:
        return await FleetJobsBenchmark.RunAsync(folder).ConfigureAwait(false) ? 0 : 1;
    case ["ratios", string folder]:
        return await FleetJobsBenchmark.RatiosAsync(new Report(folder)).ConfigureAwait(false) ? 0 : 1;
    case ["growth", string folder]:
        await FleetJobsBenchmark.GrowthAsync(new Report(folder)).ConfigureAwait(false);
        return 0;
    case ["memory", string folder]:
        await FleetJobsBenchmark.LargeAsync(new Report(folder)).ConfigureAwait(false);
        return 0;
    case ["runner", string place, string store, string lanes]:
        await JobRunner.RunAsync(place, store, int.Parse(lanes, CultureInfo.InvariantCulture)).ConfigureAwait(false);
        return 0;
    case ["silo", string database, string lanes]:
        await JobRunner.RunSiloAsync(database, int.Parse(lanes, CultureInfo.InvariantCulture)).ConfigureAwait(false);
        return 0;
    default:
        Console.Error.WriteLine("Usage: fleet-jobs FOLDER | ratios FOLDER | growth FOLDER | memory FOLDER");
        return 1;
}
