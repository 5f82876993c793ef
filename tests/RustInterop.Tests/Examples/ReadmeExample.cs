namespace RustInterop.Tests.Examples;

/// <summary>The example of StartProcedure in the README, between the two marks. The child program runs it.</summary>
internal static class ReadmeExample
{
    internal static void Run()
    {
        // README: begin
        Rust.PrintString("Hello from .NET");
        Rust.PrintInt(2);

        ProcedureOutput output = Rust.StartProcedure(new ProcedureInput(
            Timeout: TimeSpan.FromSeconds(10),
            Retries: 3,
            HostList: ["server1", "server2"],
            Action: "reboot",
            JobId: 1));

        Console.WriteLine(output.Message); // 1 host failed
        Console.WriteLine(string.Join(", ", output.FailedHosts)); // server1
        // README: end
    }
}
