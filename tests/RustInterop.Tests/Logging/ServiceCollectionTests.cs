using Microsoft.Extensions.DependencyInjection;
using RustInterop.Tests.Libraries;

namespace RustInterop.Tests.Logging;

public sealed class ServiceCollectionTests
{
    [Fact]
    public void AddRustLibrary_Name_IsLoadedWhenNeededAndDisposedWithTheServices()
    {
        RustLibrary library;
        using (ServiceProvider services = new ServiceCollection()
            .AddRustLibrary(Workshop.Name).AddRustLibrary("acme_nowhere").BuildServiceProvider())
        {
            library = services.GetRequiredKeyedService<RustLibrary>(Workshop.Name);
            library.Procedures.Should().Contain("bill");
            services.GetRequiredKeyedService<RustLibrary>(Workshop.Name).Should().BeSameAs(library);
            services.Invoking(provider => provider.GetRequiredKeyedService<RustLibrary>("acme_nowhere"))
                .Should().Throw<RustLibraryLoadException>();
        }

        library.Invoking(disposed => disposed.GetProcedure("bill")).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void AddRustLibrary_Scope_DoesNotDisposeOfIt()
    {
        using ServiceProvider services = new ServiceCollection().AddRustLibrary(Workshop.Name).BuildServiceProvider();
        RustLibrary library;
        using (IServiceScope scope = services.CreateScope())
        {
            library = scope.ServiceProvider.GetRequiredService<RustLibrary>();
        }

        library.Should().BeSameAs(services.GetRequiredKeyedService<RustLibrary>(Workshop.Name));
        library.GetProcedure("bill").Name.Should().Be("bill");
    }

    [Fact]
    public void AddProcedureRunner_Again_KeepsTheFirst()
    {
        using ServiceProvider services = new ServiceCollection().AddProcedureRunner().AddProcedureRunner().BuildServiceProvider();

        services.GetServices<IProcedureRunner>().Should().ContainSingle().Which.Should().BeOfType<ProcedureRunner>();
    }
}
