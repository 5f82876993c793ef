namespace RustInterop.Build;

/// <summary>A step failed: which, why, and the end of what its tools said.</summary>
internal sealed class StepFailedException(Step step, Exception cause) : Exception(cause.Message, cause)
{
    public void Report()
    {
        Console.WriteLine();
        foreach (string line in step.Tail)
        {
            Console.WriteLine($"    {line}");
        }

        if (step.IsTailCut)
        {
            Console.WriteLine($"    (all of it: {step.LogPath})");
        }

        Console.WriteLine($"FAILED: {step.Name}: {Message}");
    }
}
