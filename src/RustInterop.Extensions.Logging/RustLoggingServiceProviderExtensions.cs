using RustInterop.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Begins to log what Rust code logs, where no host does so.</summary>
public static class RustLoggingServiceProviderExtensions
{
    /// <summary>
    /// Loads the libraries of <see cref="RustInteropServiceCollectionExtensions.AddRustLogging"/> and begins to listen to them. A host
    /// does this by itself. You can call it any number of times.
    /// </summary>
    /// <param name="services">The services, which end it when they are disposed of.</param>
    /// <exception cref="InvalidOperationException">
    /// There is no library to listen to, or the Rust code of one has installed a logger of its own.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// A library is built without the feature <c>log</c> of <c>rust-interop</c>.
    /// </exception>
    /// <exception cref="RustInterop.RustLibraryLoadException">A library does not load.</exception>
    public static void StartRustLogging(this IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.GetRequiredService<RustLogging>();
    }
}
