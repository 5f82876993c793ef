namespace RustInterop.Tests.Examples;

/// <summary>The example in docs/fleet.md, between the two marks. The child program runs it.</summary>
internal static class ReadmeAsyncExample
{
    internal static async Task RunAsync(ProcedureInput input, CancellationToken cancellationToken)
    {
        // README: begin
        Progress<ProcedureProgress> progress = new(done => Console.WriteLine($"{done.Completed} of {done.Total}"));
        try
        {
            ProcedureOutput output = await Rust.StartProcedureAsync(input, new() { Progress = progress }, cancellationToken);
            Console.WriteLine(output.Message);
        }
        catch (ProcedureCanceledException exception)
        {
            Console.WriteLine(exception.Message); // exception.Output reports what was done
        }
        // README: end
    }
}
