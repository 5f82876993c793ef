// Word statistics over a large text, by Rust and by C#: the same result, both timed. See README.md.

using TextStats;

return await TextStatsCommand.InvokeAsync(args).ConfigureAwait(false);
