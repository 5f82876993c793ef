namespace RustInterop.Native.Diagnosis;

/// <summary>A place where a library was looked for in vain.</summary>
/// <param name="Path">The file; null where the system was to find it by its name.</param>
/// <param name="LoaderMessage">What the system's loader said; null where there was nothing for it to load.</param>
internal sealed record LoadAttempt(string? Path, string? LoaderMessage)
{
    /// <summary>For people: where it was, what is wrong there, and what the loader said.</summary>
    internal string Explain()
    {
        string? reason = Path is null ? null : LoadDiagnosis.Explain(Path, LoaderMessage, Platform.Current);
        string? loader = reason is null || LoaderMessage is null ? LoaderMessage : $"the loader says: {LoaderMessage}";
        return $"{Path ?? "the system"}: {string.Join("; ", new[] { reason, loader }.OfType<string>())}";
    }
}
