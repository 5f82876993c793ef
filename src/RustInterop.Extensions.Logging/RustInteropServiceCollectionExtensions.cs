using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RustInterop;
using RustInterop.Extensions.Logging;
using RustInterop.Fleet;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Rust libraries, and what they log, to the services of a program.</summary>
public static class RustInteropServiceCollectionExtensions
{
    /// <summary>Passes what a library's Rust code logs with the crate <c>log</c> to the loggers of the program.</summary>
    /// <param name="services">The services.</param>
    /// <param name="library">The library, such as <c>AcmeText.Library</c> of a generated class. Nothing is loaded yet.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <remarks>
    /// A host loads the library and begins to listen before its services start. Hosted services that are added after this are heard from
    /// their constructor to their disposal. Without a host, call
    /// <see cref="RustLoggingServiceProviderExtensions.StartRustLogging"/>. It ends when the services are disposed of.
    /// </remarks>
    public static IServiceCollection AddRustLogging(this IServiceCollection services, RustLibrary library)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(library);
        services.AddLogging();
        services.AddSingleton(new LoggedLibrary(library));
        services.TryAddSingleton(static provider => new RustLogging(
            provider.GetServices<LoggedLibrary>(),
            provider.GetRequiredService<ILoggerFactory>(),
            provider.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RustLogging>(
            static provider => provider.GetRequiredService<RustLogging>()));
        return services;
    }

    /// <summary>
    /// Adds a <see cref="RustLibrary"/>, by itself and with <paramref name="nameOrPath"/> as its key. It is loaded when it is first
    /// needed, and disposed of with the services.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="nameOrPath">A name or a path, as for <see cref="RustLibrary.Load(string)"/>.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="nameOrPath"/> is null, empty or white space.</exception>
    public static IServiceCollection AddRustLibrary(this IServiceCollection services, string nameOrPath)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrPath);
        services.AddKeyedSingleton(nameOrPath, static (_, key) => RustLibrary.Load((string)key!));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<RustLibrary>(nameOrPath));
        return services;
    }

    /// <summary>Adds an <see cref="IProcedureRunner"/>, unless there is one.</summary>
    /// <param name="services">The services.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddProcedureRunner(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<IProcedureRunner, ProcedureRunner>();
        return services;
    }
}
