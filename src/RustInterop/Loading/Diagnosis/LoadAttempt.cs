using RustInterop.Loading.Images;

namespace RustInterop.Loading.Diagnosis;

/// <summary>A place where the library was not found or did not load.</summary>
/// <param name="Path">The file; null if it was the assembly's load context.</param>
/// <param name="LoaderMessage">What the system's loader or the context reported; null if there was nothing to load.</param>
internal sealed record LoadAttempt(string? Path, string? LoaderMessage)
{
    /// <summary>A line for the error message: the place, what is wrong there, and what the loader reported.</summary>
    internal string Explain()
    {
        if (Path is null)
        {
            return $"the AssemblyLoadContext: {LoaderMessage ?? "does not know the library"}";
        }

        string? reason = LoadDiagnosis.Explain(Path, LoaderMessage, Platform.Current);
        string? loader = reason is null || LoaderMessage is null ? LoaderMessage : $"the loader says: {LoaderMessage}";
        return $"{Path}: {string.Join("; ", new[] { reason, loader }.OfType<string>())}";
    }
}
