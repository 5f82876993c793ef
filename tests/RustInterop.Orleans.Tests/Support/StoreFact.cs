using System.Diagnostics.CodeAnalysis;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace RustInterop.Orleans.Tests.Support;

/// <summary>The tests of a class need a server. Those that are <see cref="StoreFactAttribute"/> are skipped if it is not installed.</summary>
internal abstract class ServerTestsAttribute(string? missing) : Attribute
{
    /// <summary>Why they cannot run; null if they can.</summary>
    public string? Missing => missing;
}

[AttributeUsage(AttributeTargets.Class)]
internal sealed class PostgreSqlTestsAttribute() : ServerTestsAttribute(TestServers.MissingPostgreSql);

[AttributeUsage(AttributeTargets.Class)]
internal sealed class RedisTestsAttribute() : ServerTestsAttribute(TestServers.MissingRedis);

/// <summary>A test that several classes inherit, which may need different servers.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("RustInterop.Orleans.Tests.Support.StoreFactDiscoverer", "RustInterop.Orleans.Tests")]
internal sealed class StoreFactAttribute : FactAttribute;

[SuppressMessage("Performance", "CA1812", Justification = "xunit makes it, by its name.")]
internal sealed class StoreFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        new StoreTestCase(
            DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod);
}

internal sealed class StoreTestCase : XunitTestCase
{
    [Obsolete("For the deserializer.")]
    public StoreTestCase()
    {
    }

    internal StoreTestCase(IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(messages, display, options, method)
    {
    }

    protected override string GetSkipReason(IAttributeInfo factAttribute) => TestMethod.TestClass.Class
        .GetCustomAttributes(typeof(ServerTestsAttribute)).FirstOrDefault()?.GetNamedArgument<string?>(nameof(ServerTestsAttribute.Missing))!;
}
