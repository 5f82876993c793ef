using System.Collections;

namespace RustInterop.Fleet;

/// <summary>
/// The environment of this process as .NET sees it. Except on Windows, .NET has its own copy, and native code does not see its
/// changes.
/// </summary>
internal static class ProcessEnvironment
{
    /// <summary>Returns the input, with the environment of this process if it has none.</summary>
    internal static ProcedureInput AddTo(ProcedureInput input) =>
        input.Environment is null && input.HostList.Count > 0 && !OperatingSystem.IsWindows()
            ? input with { Environment = Current() }
            : input;

    private static Dictionary<string, string> Current()
    {
        IDictionary variables = Environment.GetEnvironmentVariables();
        Dictionary<string, string> environment = new(variables.Count);
        // Unlike foreach, this enumerator allocates no object for each variable.
        IDictionaryEnumerator each = variables.GetEnumerator();
        while (each.MoveNext())
        {
            environment[(string)each.Key] = (string)each.Value!;
        }

        return environment;
    }
}
