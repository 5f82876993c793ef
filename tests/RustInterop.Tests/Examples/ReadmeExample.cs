namespace RustInterop.Tests.Examples;

/// <summary>What the README shows, between the two marks. The child program compiles it too, and runs it.</summary>
internal static class ReadmeExample
{
    internal static void Run()
    {
        // README: begin
        Rust.PrintString("hi");                                     // hi
        Rust.PrintInt(2);                                           // .NET gave us number 2

        ProcedureOutput output = Rust.StartProcedure(new ProcedureInput(
            Timeout: TimeSpan.FromSeconds(10),                      // per attempt
            Retries: 3,
            HostList: ["server1", "server2"],                       // by ssh, in parallel
            Action: "reboot",
            JobId: 1));

        Console.WriteLine(output.Message);                          // 1 host failed
        Console.WriteLine(string.Join(", ", output.FailedHosts));   // server1

        foreach (HostResult host in output.Hosts)
        {
            Console.WriteLine($"{host.Host}: {host.Outcome} after {host.Attempts} attempts {host.Error}");
        }

        // README: end
    }
}
