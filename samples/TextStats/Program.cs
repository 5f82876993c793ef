// Word statistics of a large text, by Rust and by C#, with the time of each. See README.md.

using TextStats;

return await TextStatsCommand.InvokeAsync(args).ConfigureAwait(false);
