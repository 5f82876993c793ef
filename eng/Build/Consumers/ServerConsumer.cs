using CliWrap;

namespace RustInterop.Build.Consumers;

/// <summary>The ASP.NET Core server tests/consumers/Server, asked once.</summary>
internal sealed record ServerConsumer() : Consumer("server", null, "framework-dependent")
{
    private const string Project = "Server";
    private const string Listening = "Now listening on: ";

    protected override async Task<long?> UseAsync(Step step)
    {
        string output = await PublishAsync(step, Project, Repository.Version);
        string answer = await AskAsync(step, output);
        return answer == "0 hosts failed" ? SizeOf(output) : throw new BuildException($"it answered: {answer}");
    }

    private static async Task<string> AskAsync(Step step, string output)
    {
        TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenSource asked = new();
        CommandTask<CommandResult> server = Cli.Wrap("dotnet")
            .WithArguments([Path.Combine(output, $"{Project}.dll"), "--urls", "http://127.0.0.1:0"])
            .WithWorkingDirectory(output)
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToDelegate(OnLine))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(step.Log))
            .ExecuteAsync(step.Cancellation, asked.Token);
        try
        {
            await Task.WhenAny(address.Task, server);
            if (!address.Task.IsCompleted)
            {
                throw new BuildException($"it ended with exit code {(await server).ExitCode} before it listened");
            }

            using HttpClient client = new();
            return await client.GetStringAsync(await address.Task, step.Cancellation);
        }
        catch (HttpRequestException exception)
        {
            throw new BuildException($"it did not answer: {exception.Message}");
        }
        finally
        {
            // As Ctrl-C would end it.
            await asked.CancelAsync();
            await ((Task)server).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        void OnLine(string line)
        {
            step.Log(line);
            int index = line.IndexOf(Listening, StringComparison.Ordinal);
            if (index >= 0)
            {
                address.TrySetResult(new Uri(line[(index + Listening.Length)..]));
            }
        }
    }
}
