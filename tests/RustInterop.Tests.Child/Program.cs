using System.Text.Json;
using RustInterop;
using RustInterop.Tests.Child;
using RustInterop.Tests.Child.Soaking;
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
        case "readme-async-example":
            await ShowReadmeAsyncExampleAsync();
            break;
        case "call-many-times":
            ManyCalls.Run(int.Parse(args[1]));
            break;
        case "call-procedures":
            Procedures.Call(args[1], args[2..]);
            break;
        case "descend":
            await Procedures.DescendAsync(args[1], args[2]);
            break;
        case "print-lane":
            Lanes.Print();
            break;
        case "free-twice":
            FreedTwice.Run();
            break;
        case "carry-much":
            await LargeCalls.RunAsync(args[1], int.Parse(args[2]));
            break;
        case "count-leaks":
            Leaks.Count();
            break;
        case "start-many-procedures":
            await ManyProcedures.RunAsync(int.Parse(args[1]));
            break;
        case "cancel-at-random":
            await RandomCancels.RunAsync(int.Parse(args[1]), "true", "sleep 0.01");
            break;
        case "cancel-panics-at-random":
            await RandomCancels.RunAsync(int.Parse(args[1]), RandomCancels.Panic);
            break;
        case "print-allocated-bytes":
            AllocatedBytes.Print();
            break;
        case "print-allocated-bytes-by-task":
            await AllocatedBytes.PrintByTaskAsync();
            break;
        case "unload-context":
            await CollectibleContext.CallAsync();
            break;
        case "unload-listening-context":
            await CollectibleContext.ListenAsync();
            break;
        case "unload-forgetting-context":
            await CollectibleContext.ForgetAsync();
            break;
        case "forget":
            return await Forgetting.RunAsync(TimeSpan.FromSeconds(int.Parse(args[1])));
        case "end-while-listening":
            Listening.UntilTheEnd();
            break;
        case "load-library":
            LibraryPlaces.Load(args[1]);
            break;
        case "load-library-from-folders":
            LibraryPlaces.LoadFromFolders(args[1], args[2]);
            break;
        case "call-in-context":
            LibraryPlaces.CallInContext(args[1]);
            break;
        case "call-with-handler":
            LibraryPlaces.CallWithHandler(args[1]);
            break;
        case "end-while-running":
            return Endings.Run(args[1]);
        case "soak":
            return await Soak.RunAsync(TimeSpan.FromSeconds(int.Parse(args[1])), args[2]);
        case "leaks-by-kind":
            return await LeaksByKind.RunAsync(int.Parse(args[1]), CallKinds.All);
        case "leaks-by-kind-with-a-leak":
            return await LeaksByKind.RunAsync(int.Parse(args[1]), [CallKinds.Planted]);
        default:
            throw new ArgumentException($"Unknown verb '{args[0]}'.");
    }

    return 0;
}
catch (RustException exception)
{
    Console.Error.Write($"{exception.Kind}: {exception.Message}");
    return 3;
}
catch (RustLibraryLoadException exception)
{
    Console.Error.Write(exception.Message);
    return 4;
}

// Each line is JSON, so that a text may contain line breaks.
static void PrintLines()
{
    while (Console.ReadLine() is { } line)
    {
        JsonElement value = JsonDocument.Parse(line).RootElement;
        if (value.ValueKind == JsonValueKind.Number)
        {
            Rust.PrintInt(value.GetInt32());
        }
        else
        {
            Rust.PrintString(value.GetString()!);
        }
    }
}

static async Task ShowReadmeAsyncExampleAsync()
{
    ProcedureInput input = new(TimeSpan.FromSeconds(60), 0, ["a", "b"], "true", 1) { Transport = Transport.Local };
    SynchronizationContext.SetSynchronizationContext(new InlineContext());
    await ReadmeAsyncExample.RunAsync(input, CancellationToken.None);
}

static void StartProcedure()
{
    ProcedureInput input = JsonSerializer.Deserialize(Console.In.ReadToEnd(), ProcedureJson.Input)!;
    Console.Write(JsonSerializer.Serialize(Rust.StartProcedure(input), ProcedureJson.Output));
}

/// <summary>Runs what is posted at once, so that a <see cref="Progress{T}"/> reports in order and before the end.</summary>
internal sealed class InlineContext : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => d(state);
}
