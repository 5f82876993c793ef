using RustInterop.Loading.Images;

namespace RustInterop.Loading.Diagnosis;

/// <summary>A place where a library was looked for in vain.</summary>
/// <param name="Path">The file; null where the assembly's load context was asked for it.</param>
/// <param name="LoaderMessage">What the system's loader, or the context, said; null where there was nothing to load.</param>
internal sealed record LoadAttempt(string? Path, string? LoaderMessage)
{
    /// <summary>For people: where it was, what is wrong there, and what the loader said.</summary>
    internal string Explain()
    {
        if (Path is null)
        {
            return $"the AssemblyLoadContext: {LoaderMessage ?? "not known to it"}";
        }

        string? reason = LoadDiagnosis.Explain(Path, LoaderMessage, Platform.Current);
        string? loader = reason is null || LoaderMessage is null ? LoaderMessage : $"the loader says: {LoaderMessage}";
        return $"{Path}: {string.Join("; ", new[] { reason, loader }.OfType<string>())}";
    }
}
