// A search index over many documents, in Rust and in C#, with the time of each. See README.md.

using System.CommandLine;
using SearchIndex;

Option<int> documents = new("--documents")
{
    Description = "How many documents to generate, of about 100 words each.",
    DefaultValueFactory = _ => 50_000,
};
RootCommand command = new("Indexes documents in Rust and in C#, searches them, and compares the hits and the times.") { documents };
command.SetAction((arguments, cancellation) => new Comparison(arguments.GetValue(documents)).RunAsync(cancellation));
return await command.Parse(args).InvokeAsync().ConfigureAwait(false);
