// fleet: one action on many hosts at once, in the manner of pdsh and clush. See README.md.

using Fleet;

return await FleetCommand.InvokeAsync(args).ConfigureAwait(false);
