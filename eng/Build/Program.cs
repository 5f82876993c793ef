using System.CommandLine;
using RustInterop.Build.Verbs;

RootCommand root = new("Builds, tests and packs RustInterop.")
{
    Demo.Create(), Test.Create(), Pack.Create(), Reproduce.Create(), Torture.Create(), Hostile.Create(), Mutate.Create(), Stryker.Create(), Bench.Create(),
    Cluster.Create(), Crash.Create(), LockFiles.Create(), Ship.Create(),
};
return await root.Parse(args).InvokeAsync();
