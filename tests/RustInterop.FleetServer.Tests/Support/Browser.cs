using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace RustInterop.FleetServer.Tests.Support;

/// <summary>A test in Chromium. It is skipped if Chromium or its driver is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Browser.IsInstalled ? null : "Debian's packages chromium and chromium-driver are not installed";
}

/// <summary>A page in Chromium.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";
    private const string Driver = "chromedriver";
    private const string Programs = "/usr/bin";

    private readonly ChromeDriverService _service;
    private readonly ChromeDriver _driver;

    public Browser(int width = 1200, int height = 900)
    {
        ChromeOptions options = new() { BinaryLocation = Program };
        options.AddArguments("--headless=new", $"--window-size={width},{height}", "--disable-dev-shm-usage");
        if (Environment.IsPrivilegedProcess)
        {
            // Chromium's sandbox refuses root.
            options.AddArgument("--no-sandbox");
        }

        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        _service = ChromeDriverService.CreateDefaultService(Programs, Driver);
        _service.SuppressInitialDiagnosticInformation = true;
        _driver = new(_service, options);
    }

    public static bool IsInstalled => File.Exists(Program) && File.Exists(Path.Combine(Programs, Driver));

    public async ValueTask DisposeAsync()
    {
        await _driver.DisposeAsync();
        await _service.DisposeAsync();
    }

    /// <summary>Has the pages that are opened afterwards wait less: their timers run so many times faster.</summary>
    public void SpeedUpTimers(int factor) => _driver.ExecuteCdpCommand(
        "Page.addScriptToEvaluateOnNewDocument",
        new() { ["source"] = $"const wait = setTimeout; window.setTimeout = (call, time) => wait(call, time / {factor});" });

    /// <summary>Has pages be dark or light.</summary>
    public void PreferColours(string scheme) => _driver.ExecuteCdpCommand("Emulation.setEmulatedMedia", new()
    {
        ["features"] = new[] { new Dictionary<string, object> { ["name"] = "prefers-color-scheme", ["value"] = scheme } },
    });

    public Task OpenAsync(Uri address) => _driver.Navigate().GoToUrlAsync(address);

    /// <summary>Opens the page of a server, and logs in.</summary>
    public Task LogInAsync(ServerProcess server) => LogInAsync(server.Address);

    public async Task LogInAsync(Uri address)
    {
        await OpenAsync(address);
        Type("token", $"{ServerProcess.Token}\n");
        await UntilAsync("document.getElementById('login').hidden", "the page has taken the token");
    }

    /// <summary>Opens the page of a job, as its link does.</summary>
    public async Task OpenJobAsync(string id)
    {
        await UntilAsync("!document.getElementById('jobs').hidden", "the list is shown");
        await Wait.UntilAsync(() => Script<bool>(
            "const link = [...document.querySelectorAll('#job-rows a')].find(one => one.textContent === arguments[0]);"
            + "link?.click(); return link !== undefined;", id), "the list has the job");
        await UntilAsync("!document.getElementById('job-body').hidden", "the job is shown");
    }

    public string Text(string id) => Script<string>("return document.getElementById(arguments[0]).innerText;", id);

    public void Click(string id) => _driver.FindElement(By.Id(id)).Click();

    public void Type(string id, string keys) => _driver.FindElement(By.Id(id)).SendKeys(keys);

    /// <summary>Presses keys where the focus is.</summary>
    public void Press(string keys) => _driver.SwitchTo().ActiveElement().SendKeys(keys);

    public string Focused() => Script<string>("return document.activeElement.id;");

    public T Script<T>(string script, params object[] arguments) => (T)_driver.ExecuteScript(script, arguments)!;

    /// <summary>Waits until an expression is true.</summary>
    public Task UntilAsync(string expression, string what) => Wait.UntilAsync(() => Script<bool>($"return Boolean({expression});"), what);

    public Task UntilTextAsync(string id, Predicate<string> isRight, string what) => Wait.UntilAsync(() => isRight(Text(id)), what);

    public void SaveScreenshot(string path) => _driver.GetScreenshot().SaveAsFile(path);

    /// <summary>What the console has, but for the calls that did not reach a server.</summary>
    public string[] Complaints() =>
    [
        .. _driver.Manage().Logs.GetLog(LogType.Browser).Select(entry => $"{entry.Level}: {entry.Message}")
            .Where(line => !line.Contains("net::ERR_")),
    ];
}
