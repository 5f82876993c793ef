using System.Collections;

namespace RustInterop.Fleet;

/// <summary>
/// The environment of this process as .NET has it: but on Windows it is a copy of C's, of which C sees no change.
/// </summary>
internal static class ProcessEnvironment
{
    /// <summary>What crosses in the place of an input that names no environment.</summary>
    internal static ProcedureInput AddTo(ProcedureInput input) =>
        input.Environment is null && input.HostList.Count > 0 && !OperatingSystem.IsWindows()
            ? input with { Environment = Current() }
            : input;

    private static Dictionary<string, string> Current()
    {
        IDictionary variables = Environment.GetEnvironmentVariables();
        Dictionary<string, string> environment = new(variables.Count);
        // Enumerated by itself it makes no object of each variable.
        IDictionaryEnumerator each = variables.GetEnumerator();
        while (each.MoveNext())
        {
            environment[(string)each.Key] = (string)each.Value!;
        }

        return environment;
    }
}
