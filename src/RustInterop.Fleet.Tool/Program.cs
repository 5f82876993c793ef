// fleet: runs an action on many hosts at once, like pdsh and clush. See README.md.

using RustInterop.Fleet.Tool;

StandardStreams.TakeConsole();
int exitCode = StandardStreams.AreSound ? await FleetCommand.InvokeAsync(args).ConfigureAwait(false) : ExitCode.BadInput;
return StandardStreams.Finish(exitCode);
