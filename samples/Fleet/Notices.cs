namespace Fleet;

/// <summary>What both views say in the same words.</summary>
internal static class Notices
{
    public const string Cancelling = "Cancelling. Press Ctrl-C again to end at once.";
}
