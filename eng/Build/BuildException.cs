namespace RustInterop.Build;

/// <summary>A failure whose message says all that whoever runs the build needs to know.</summary>
internal sealed class BuildException(string message) : Exception(message);
