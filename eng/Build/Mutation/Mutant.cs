namespace RustInterop.Build.Mutation;

/// <summary>A change that Stryker made to the library, and what the tests said to it.</summary>
/// <param name="File">The name of the source file, without its folder: files move more often than they are renamed.</param>
/// <param name="Line">Where the change begins; lines move too, and are no part of the key.</param>
/// <param name="Context">The line in which it begins, or null where the change is of all of it.</param>
/// <param name="Original">What stood there, on one line.</param>
/// <param name="Replacement">What Stryker put in its place, on one line.</param>
/// <param name="Status">Stryker's word for what became of it.</param>
internal sealed record Mutant(string File, int Line, string? Context, string Original, string Replacement, string Status)
{
    /// <summary>What the list of accepted mutants names it by; the same change in the same line has the same.</summary>
    public string Key => $"{File}: {Original} => {Replacement}{(Context is null ? "" : $" in {Context}")}";

    public bool IsAlive => Status is "Survived" or "NoCoverage";

    public override string ToString() => $"{Key} (line {Line}, {Status})";
}
