using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;

namespace RustInterop.FleetServer.Tests.Support;

/// <summary>A FleetServer in a process of its own, with a file that outlives the process unless the settings say another store.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    public const string Token = "the-token-of-these-tests";

    private readonly TemporaryFolder _folder = new();
    private readonly (string Name, string? Value)[] _settings;
    private readonly List<string> _lines = [];
    private readonly int _siloPort = LoopbackPort.Find();
    private Process? _process;

    private ServerProcess((string Name, string? Value)[] settings)
    {
        _settings = settings;
        Address = new($"http://127.0.0.1:{LoopbackPort.Find()}");
        Client = NewClient(Token);
    }

    public Uri Address { get; }

    /// <summary>A client that has the token.</summary>
    public HttpClient Client { get; }

    /// <summary>What the server has logged.</summary>
    public string Log
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    public static async Task<ServerProcess> StartAsync(params (string Name, string? Value)[] settings)
    {
        ServerProcess server = new(settings);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Runs a server that does not start, and returns what it says.</summary>
    public static async Task<string> RefusalOfAsync(params (string Name, string? Value)[] settings)
    {
        await using ServerProcess server = new(settings);
        server.Start();
        (await server.WaitForExitAsync()).Should().NotBe(0);
        return server.Log;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Client.Dispose();
        _folder.Dispose();
    }

    public string PathOf(string name) => _folder.PathOf(name);

    public HttpClient NewClient(string? token)
    {
        HttpClient client = new() { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Ends the process as a crash does.</summary>
    public async Task KillAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
            _process = null;
        }
    }

    /// <summary>Sends a signal, such as <c>STOP</c>.</summary>
    public Task SignalAsync(string signal) => _process!.SignalAsync(signal);

    /// <summary>Waits until it has ended by itself; returns its exit code.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await Wait.UntilAsync(() => _process!.HasExited, "the server has ended");
        // Its output, too.
        await _process!.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>On Linux, on how many TCP ports it listens.</summary>
    public int Listeners()
    {
        const string Listening = "0A";
        HashSet<string> sockets = [.. new DirectoryInfo($"/proc/{_process!.Id}/fd").EnumerateFileSystemInfos().Select(file => file.LinkTarget ?? "")];
        return ((string[])["tcp", "tcp6"]).SelectMany(table => File.ReadLines($"/proc/{_process.Id}/net/{table}").Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(columns => columns[3] == Listening && sockets.Contains($"socket:[{columns[9]}]"));
    }

    /// <summary>Starts a process on the same store, and waits until it answers.</summary>
    public async Task StartAgainAsync()
    {
        Start();
        await Wait.UntilAsync(async () =>
        {
            _process!.HasExited.Should().BeFalse("the server said:\n{0}", Log);
            try
            {
                using HttpResponseMessage response = await Client.GetAsync("/health/ready");
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, "the server answers");
    }

    private void Start()
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "FleetServer.dll"),
            "--urls", Address.OriginalString,
            "--Cluster:SiloPort", _siloPort.ToString(CultureInfo.InvariantCulture),
        ];
        ProcessStartInfo start = new(Environment.ProcessPath!, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The program must not depend on where it is started.
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["Fleet__Token"] = Token;
        start.Environment["Fleet__File"] = PathOf("fleet.db");
        foreach ((string name, string? value) in _settings)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_lines)
        {
            _lines.Add(line.Data ?? "");
        }
    }
}
