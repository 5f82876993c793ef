using System.Collections;

namespace RustInterop;

/// <summary>The environment of this process as .NET has it, which is another than C's once .NET has changed it.</summary>
internal static class ProcessEnvironment
{
    /// <summary>What crosses in the place of an input that names no environment: what is started has this process' own.</summary>
    internal static ProcedureInput AddTo(ProcedureInput input) =>
        input.Environment is null && input.HostList.Count > 0 ? input with { Environment = Current() } : input;

    private static Dictionary<string, string> Current()
    {
        IDictionary variables = Environment.GetEnvironmentVariables();
        Dictionary<string, string> environment = new(
            variables.Count, OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        // Enumerated by itself it makes no object of each variable.
        IDictionaryEnumerator each = variables.GetEnumerator();
        while (each.MoveNext())
        {
            environment.TryAdd((string)each.Key, (string)each.Value!);
        }

        return environment;
    }
}
