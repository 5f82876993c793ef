using RustInterop.Tests.Support;

namespace RustInterop.Tests.Packaging;

/// <summary>The package RustInterop.Extensions.Logging in a project of its own.</summary>
[Trait(Suite.Name, Suite.Projects)]
public sealed class LoggingPackageTests
{
    [Fact]
    public async Task Package_FreshConsoleProject_LogsWhatRustLogs()
    {
        using ConsumerFolder folder = new();
        Dictionary<string, string?> environment = folder.Environment;
        folder.UseCratesOfTheBuild(environment);
        folder.Write("Consumer/Consumer.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <UseAppHost>false</UseAppHost>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="RustInterop" Version="[{PackageFile.Version}]" />
                <PackageReference Include="RustInterop.Extensions.Logging" Version="[{PackageFile.Version}]" />
                <RustCrate Include="../native/Cargo.toml" />
              </ItemGroup>
            </Project>
            """);
        folder.Write("Consumer/Program.cs", """
            using Consumer;
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Logging;

            using ServiceProvider services = new ServiceCollection()
                .AddLogging(builder => builder.AddProvider(new Lines())).AddRustLogging(AcmeText.Library).BuildServiceProvider();
            services.StartRustLogging();
            AcmeText.Count("to be or not");

            class Lines : ILoggerProvider, ILogger
            {
                private string category = "";
                public ILogger CreateLogger(string name) => new Lines { category = name };
                public IDisposable BeginScope<T>(T state) => null!;
                public bool IsEnabled(LogLevel level) => true;
                public void Dispose() { }
                public void Log<T>(LogLevel level, EventId id, T state, Exception e, Func<T, Exception, string> format) =>
                    Console.WriteLine($"{level} {category}: {format(state, e)}");
            }
            """);
        folder.Write("native/Cargo.toml", """
            [package]
            name = "acme-text"
            version = "0.1.0"
            edition = "2024"
            [lib]
            crate-type = ["cdylib"]
            [dependencies]
            log = "0.4"
            rust-interop = { path = ".rust-interop/run-dotnet-build-first" }
            serde = { version = "1", features = ["derive"] }
            """);
        folder.Write("native/src/lib.rs", """
            #[rust_interop::export]
            pub fn count(text: String) -> usize {
                log::debug!("nobody wants this");
                log::info!("{} bytes", text.len());
                text.split(' ').count()
            }
            """);

        ProcessResult run = await folder.DotnetAsync(["run", "--project", "Consumer"], environment);

        run.ExitCode.Should().Be(0, "the output was {0} {1}", run.Stdout, run.Stderr);
        run.Stdout.ReplaceLineEndings("\n").Should().Be("Information acme_text: 12 bytes\n");
    }
}
