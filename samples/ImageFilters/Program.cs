// Filters for images, in Rust and in C#, with the time of each. See README.md.

using System.CommandLine;
using ImageFilters;

Option<int> width = new("--width")
{
    Description = "The width of the image to generate. Its height is two thirds of that.",
    DefaultValueFactory = _ => 6_000,
};
Option<string?> output = new("--output") { Description = "A file for the result, in the format PGM." };
RootCommand command = new("Filters an image in Rust and in C#, and compares the results and the times.") { width, output };
command.SetAction(arguments => new Comparison(arguments.GetValue(width)).Run(arguments.GetValue(output)));
return await command.Parse(args).InvokeAsync().ConfigureAwait(false);
