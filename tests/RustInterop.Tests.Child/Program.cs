using System.Text.Json;
using RustInterop;
using RustInterop.Tests.Child;
using RustInterop.Tests.Examples;

try
{
    switch (args[0])
    {
        case "print-string":
            Rust.PrintString(args[1]);
            break;
        case "print-int":
            Rust.PrintInt(int.Parse(args[1]));
            break;
        case "print-lines":
            PrintLines();
            break;
        case "start-procedure":
            StartProcedure();
            break;
        case "readme-example":
            ReadmeExample.Run();
            break;
        case "call-many-times":
            ManyCalls.Run(int.Parse(args[1]));
            break;
        case "count-leaks":
            Leaks.Count();
            break;
        default:
            throw new ArgumentException($"unknown verb {args[0]}");
    }

    return 0;
}
catch (RustException exception)
{
    Console.Error.Write($"{exception.Kind}: {exception.Message}");
    return 3;
}

// Each line is a JSON string, so that a text may have line breaks of its own.
static void PrintLines()
{
    while (Console.ReadLine() is { } line)
    {
        Rust.PrintString(JsonDocument.Parse(line).RootElement.GetString()!);
    }
}

static void StartProcedure()
{
    ProcedureInput input = JsonSerializer.Deserialize(Console.In.ReadToEnd(), ProcedureJson.Input)!;
    Console.Write(JsonSerializer.Serialize(Rust.StartProcedure(input), ProcedureJson.Output));
}
