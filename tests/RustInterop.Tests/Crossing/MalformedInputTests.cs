using System.Text;
using RustInterop.Crossing;
using RustInterop.Tests.Child;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Crossing;

/// <summary>Inputs that no record can express, passed straight to the C function.</summary>
[Collection(Alone.Name)]
public sealed class MalformedInputTests
{
    private static readonly (string Name, byte[]? Input, RustErrorKind Kind, string? Path)[] Table =
    [
        ("NULL", null, RustErrorKind.NullPointer, null),
        ("empty", [], RustErrorKind.InvalidJson, null),
        ("blank", Bytes(" \n\t"), RustErrorKind.InvalidJson, null),
        ("not UTF-8", [0x7B, 0xFF, 0xFE, 0x7D], RustErrorKind.InvalidUtf8, null),
        ("truncated UTF-8", [0x22, 0xC3], RustErrorKind.InvalidUtf8, null),
        ("truncated", Bytes("""{"timeout":10,"retr"""), RustErrorKind.InvalidJson, null),
        ("more after the end", Bytes(Input() + "{}"), RustErrorKind.InvalidJson, null),
        ("no object", Bytes("7"), RustErrorKind.InvalidInput, null),
        ("null", Bytes("null"), RustErrorKind.InvalidInput, null),
        ("array instead of the object", Bytes("""[10,3,[],"x",1]"""), RustErrorKind.InvalidInput, null),
        ("wrong type", Bytes(Input(hostList: """["a",7]""")), RustErrorKind.InvalidInput, "host_list[1]"),
        ("null member", Bytes(Input(hostList: "null")), RustErrorKind.InvalidInput, "host_list"),
        ("missing", Bytes("""{"timeout":10,"retries":3,"host_list":[],"action":"x"}"""), RustErrorKind.InvalidInput, null),
        ("unknown", Bytes(Input(more: ""","colour":"red" """)), RustErrorKind.InvalidInput, "colour"),
        ("duplicate", Bytes(Input(more: ""","retries":3""")), RustErrorKind.InvalidInput, null),
        ("retries out of range", Bytes(Input(retries: "256")), RustErrorKind.InvalidInput, "retries"),
        ("retries negative", Bytes(Input(retries: "-1")), RustErrorKind.InvalidInput, "retries"),
        ("retries with a fraction", Bytes(Input(retries: "1.5")), RustErrorKind.InvalidInput, "retries"),
        ("timeout negative", Bytes(Input(timeout: "-1")), RustErrorKind.InvalidInput, "timeout"),
        ("timeout too long", Bytes(Input(timeout: "1e300")), RustErrorKind.InvalidInput, "timeout"),
        ("timeout beyond a double", Bytes(Input(timeout: "1e999")), RustErrorKind.InvalidInput, "timeout"),
        ("concurrency 0", Bytes(Input(more: ""","concurrency":0""")), RustErrorKind.InvalidInput, "concurrency"),
        ("no such transport", Bytes(Input(more: ""","transport":"pigeon" """)), RustErrorKind.InvalidInput, "transport"),
        ("50 MB host", Bytes(Input(hostList: $"[\"{new string('a', 50_000_000)}\"]")), RustErrorKind.InvalidInput, "host_list[0]"),
        ("embedded NUL", Bytes(Input(action: "a\\u0000b")), RustErrorKind.InvalidInput, "action"),
        ("blank action", Bytes(Input(action: " ")), RustErrorKind.InvalidInput, "action"),
        ("deep nesting", Bytes(new string('[', 1_000_000)), RustErrorKind.InvalidInput, null),
        ("deep nesting inside", Bytes(Input(hostList: new string('[', 100_000))), RustErrorKind.InvalidInput, "host_list[0]"),
        ("host like an option", Bytes(Input(hostList: """["-oProxyCommand=touch x"]""")), RustErrorKind.InvalidInput, "host_list[0]"),
        ("empty host", Bytes(Input(hostList: """["a",""]""")), RustErrorKind.InvalidInput, "host_list[1]"),
        ("host twice", Bytes(Input(hostList: """["a","b","a"]""")), RustErrorKind.InvalidInput, "host_list[2]"),
        ("lone surrogate", Bytes(Input(action: "\\ud800")), RustErrorKind.InvalidInput, "action"),
    ];

    public static TheoryData<string> Names => [.. Table.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void StartProcedure_MalformedInput_FailsAndTheNextCallWorks(string name)
    {
        (_, byte[]? input, RustErrorKind kind, string? path) = Table.Single(row => row.Name == name);
        Action start = () => Call(input);

        RustException exception = start.Should().Throw<RustException>(name).Which;

        exception.Kind.Should().Be(kind, exception.Message);
        exception.Path.Should().Be(path);
        exception.Message.Length.Should().BeLessThan(1_000);
        NativeMethods.rust_interop_live_strings().Should().Be(0);
        Call(Bytes(Input())).Message.Should().Be("0 hosts failed");
        NativeMethods.rust_interop_live_strings().Should().Be(0);
    }

    private static ProcedureOutput Call(byte[]? input)
    {
        using RustString reply = RawReply.Of(input is null ? default : [.. input, 0]);
        return Reply.Read(reply, ProcedureJson.Output).OutputOrThrow();
    }

    private static string Input(
        string timeout = "10", string retries = "3", string hostList = "[]", string action = "x", string more = "") =>
        $$"""{"timeout":{{timeout}},"retries":{{retries}},"host_list":{{hostList}},"action":"{{action}}","job_id":1{{more}}}""";

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
