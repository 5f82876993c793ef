using RustInterop.Crossing;

namespace RustInterop.Tests.Child.Soaking;

/// <summary>Calls that fail with a given kind of error.</summary>
internal static class Refusals
{
    internal static Task Expect(RustErrorKind kind, Action call)
    {
        try
        {
            call();
        }
        catch (RustException exception) when (exception.Kind == kind)
        {
            return Task.CompletedTask;
        }

        throw new InvalidOperationException($"The call did not fail with {kind}.");
    }

    internal static async Task ExpectAsync(RustErrorKind kind, ProcedureInput input)
    {
        try
        {
            await Rust.StartProcedureAsync(input, new ReportHandler(() => { }));
        }
        catch (RustException exception) when (exception.Kind == kind)
        {
            return;
        }

        throw new InvalidOperationException($"The call did not fail with {kind}.");
    }

    internal static void Invoke(ReadOnlySpan<byte> json)
    {
        using RustString reply = RawReply.Of(json);
        Reply.Read(reply, ProcedureJson.Output).OutputOrThrow();
    }

    internal static void ReadAsProgress(ProcedureInput input)
    {
        using InputBuffer buffer = InputBuffer.Rent();
        using RustString reply = StartProcedureExports.Instance.Invoke(buffer.Write(input, ProcedureJson.Input));
        Reply.Read(reply, ProcedureJson.Progress).OutputOrThrow();
    }
}
