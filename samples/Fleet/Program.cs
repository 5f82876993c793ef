// fleet: one action on many hosts at once, in the manner of pdsh and clush. See README.md.

using Fleet;

StandardStreams.TakeConsole();
int exitCode = StandardStreams.AreSound ? await FleetCommand.InvokeAsync(args).ConfigureAwait(false) : ExitCode.BadInput;
return StandardStreams.Finish(exitCode);
