using System.Runtime.CompilerServices;
using System.Text.Json;
using RustInterop.Tests.RecordTypes;

/// <summary>Compares records with what their lists and maps contain, without reflection.</summary>
internal static class Comparison
{
    /// <summary>Compares every member: those that are equal only to themselves here, and the others by the record's own equality.</summary>
    public static void Check(Everything actual, Everything expected)
    {
        Same(actual.Infinities, expected.Infinities);
        Same(actual.Base64, expected.Base64);
        Same(actual.List, expected.List);
        Same(actual.Queue, expected.Queue);
        Same(actual.Set, expected.Set);
        Same(actual.HashSet, expected.HashSet);
        Same(actual.Slice, expected.Slice);
        Same(actual.Array, expected.Array);
        Same(actual.Filters, expected.Filters);
        Same(actual.Events, expected.Events);
        Same(actual.Adjacent, expected.Adjacent);
        Same(actual.Untagged, expected.Untagged);
        Same(actual.Either, expected.Either);
        Same(actual.Changes, expected.Changes);
        Same(actual.WithDefault, expected.WithDefault);
        Same(actual.ByText, expected.ByText);
        Same(actual.ByChar, expected.ByChar);
        Same(actual.ByEnum, expected.ByEnum);
        Same(actual.ByAddress, expected.ByAddress);
        Same(actual.ByNumber.Keys, expected.ByNumber.Keys);
        Same(actual.ByNumber.Values.SelectMany(list => list), expected.ByNumber.Values.SelectMany(list => list));
        Same(actual.Words.Items, expected.Words.Items);
        Same(actual.Numbers.Items, expected.Numbers.Items);
        Same(actual.Flat.Rest, expected.Flat.Rest);
        Check(Text(actual.Tree), Text(expected.Tree));
        Check(Text(actual.Node), Text(expected.Node));
        Check(JsonElement.DeepEquals(actual.Any, expected.Any), true);

        Everything rest = actual with
        {
            Infinities = expected.Infinities,
            Base64 = expected.Base64,
            List = expected.List,
            Queue = expected.Queue,
            Set = expected.Set,
            HashSet = expected.HashSet,
            Slice = expected.Slice,
            Array = expected.Array,
            Filters = expected.Filters,
            Events = expected.Events,
            Adjacent = expected.Adjacent,
            Untagged = expected.Untagged,
            Either = expected.Either,
            Changes = expected.Changes,
            WithDefault = expected.WithDefault,
            ByText = expected.ByText,
            ByChar = expected.ByChar,
            ByEnum = expected.ByEnum,
            ByAddress = expected.ByAddress,
            ByNumber = expected.ByNumber,
            Tree = expected.Tree,
            Node = expected.Node,
            Any = expected.Any,
            Words = actual.Words with { Items = expected.Words.Items },
            Numbers = actual.Numbers with { Items = expected.Numbers.Items },
            Flat = actual.Flat with { Rest = expected.Flat.Rest },
        };
        Check<Everything>(rest, expected);
    }

    public static void Check<T>(T actual, T expected, [CallerArgumentExpression(nameof(actual))] string what = "")
    {
        if (!EqualityComparer<T>.Default.Equals(actual, expected))
        {
            throw new InvalidOperationException($"{what} is {actual}, not {expected}");
        }
    }

    public static void Same<T>(IEnumerable<T>? actual, IEnumerable<T>? expected, [CallerArgumentExpression(nameof(actual))] string what = "")
    {
        if (actual is null || expected is null || !actual.SequenceEqual(expected))
        {
            throw new InvalidOperationException($"{what} is {string.Join(", ", actual ?? [])}, not {string.Join(", ", expected ?? [])}");
        }
    }

    private static string Text(Tree tree) => $"[{string.Join(", ", tree.Value.Select(Text))}]";

    private static string Text(Node node) => $"{{{string.Join(", ", node.Children.Select(Text))} -> {(node.Next is null ? "" : Text(node.Next))}}}";
}
