namespace RustInterop.Tests.Support;

/// <summary>A trait for tests that <c>./build.sh test</c> leaves to one of its options.</summary>
internal static class Suite
{
    /// <summary>The trait's name.</summary>
    internal const string Name = "Suite";

    /// <summary>Tests that build whole projects as users have them, for minutes: <c>./build.sh test --projects</c>.</summary>
    internal const string Projects = "Projects";
}
