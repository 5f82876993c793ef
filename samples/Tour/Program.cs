// A tour of RustInterop in three stops. It needs no network, no ssh, and a few seconds.

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RustInterop;
using RustInterop.Fleet;
using Tour;

Heading("1. Print from Rust");

Rust.PrintString("Hello from Rust, called by .NET.");
Rust.PrintInt(2);

Heading("2. Let Rust do real work: which of two services is up?");

using HelloService service1 = HelloService.Start();
using HelloService service2 = HelloService.Start();
service1.Stop();

string host = OperatingSystem.IsWindows() ? "%HOST%" : "$HOST";
ProcedureInput input = new(
    Timeout: TimeSpan.FromSeconds(5),
    Retries: 1,
    HostList: [service1.Address, service2.Address],
    Action: $"curl -fsS --max-time 2 --noproxy 127.0.0.1 http://{host}/",
    JobId: 1)
{
    Transport = Transport.Local,
};

ProcedureOutput output = Rust.StartProcedure(input);

if (output.Hosts.Any(result => result.ExitCode is 127 or 9009))
{
    Console.WriteLine("This stop of the tour needs curl to query the services. Please install it.");
    return 1;
}

Console.WriteLine($"{output.Message}: {string.Join(", ", output.FailedHosts)}");
foreach (HostResult result in output.Hosts)
{
    Console.WriteLine(
        $"  {result.Host}  {result.Outcome}, attempts: {result.Attempts}, {result.Duration.TotalMilliseconds:0} ms, "
        + $"output: {result.Stdout.Trim()}{result.Stderr.Trim()}");
}

Console.WriteLine("\nThe same as JSON, in and out:");
Console.WriteLine(Indented(input, ProcedureJson.Input));
Console.WriteLine(Indented(output, ProcedureJson.Output));

Heading("3. Get it wrong, and see what and where");

try
{
    Rust.StartProcedure(input with { HostList = [service2.Address, "-oProxyCommand=reboot"] });
}
catch (RustException exception)
{
    Console.WriteLine($"{exception.Kind} at {exception.Path}");
    Console.WriteLine(exception.Message);
}

try
{
    Rust.StartProcedure(input with { Timeout = Timeout.InfiniteTimeSpan });
}
catch (ArgumentOutOfRangeException exception)
{
    Console.WriteLine(exception.Message);
}

return 0;

static void Heading(string text) => Console.WriteLine($"\n=== {text} ===\n");

static string Indented<T>(T value, JsonTypeInfo<T> type)
{
    JsonWriterOptions options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    using MemoryStream text = new();
    using Utf8JsonWriter writer = new(text, options);
    JsonSerializer.Serialize(writer, value, type);
    return Encoding.UTF8.GetString(text.ToArray());
}
