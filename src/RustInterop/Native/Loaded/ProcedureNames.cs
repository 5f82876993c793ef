namespace RustInterop.Native.Loaded;

/// <summary>The names under which procedures are exported, each under two.</summary>
internal static class ProcedureNames
{
    /// <summary>What the name of a procedure's export that does not block ends with.</summary>
    internal const string AsyncSuffix = "_async";
}
