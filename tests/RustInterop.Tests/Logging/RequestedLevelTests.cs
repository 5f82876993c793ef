using Microsoft.Extensions.Logging;
using RustInterop.Extensions.Logging;

namespace RustInterop.Tests.Logging;

public sealed class RequestedLevelTests
{
    [Theory]
    [InlineData(LogLevel.Trace, RustLogLevel.Trace)]
    [InlineData(LogLevel.Debug, RustLogLevel.Debug)]
    [InlineData(LogLevel.Information, RustLogLevel.Info)]
    [InlineData(LogLevel.Warning, RustLogLevel.Warn)]
    [InlineData(LogLevel.Error, RustLogLevel.Error)]
    [InlineData(LogLevel.Critical, RustLogLevel.Off)]
    [InlineData(LogLevel.None, RustLogLevel.Off)]
    public void Of_NoRules_IsTheLeastLevelOfAll(LogLevel least, RustLogLevel expected) =>
        RequestedLevel.Of(new() { MinLevel = least }).Should().Be(expected);

    [Fact]
    public void Of_SeveralRules_IsTheMostVerbose() =>
        Of(new(null, "a", LogLevel.Error, null), new(null, "b", LogLevel.Debug, null), new("Console", null, LogLevel.None, null))
            .Should().Be(RustLogLevel.Debug);

    [Fact]
    public void Of_RuleForEverything_ReplacesTheLeastLevelOfAll() =>
        Of(new LoggerFilterRule(null, null, LogLevel.Error, null)).Should().Be(RustLogLevel.Error);

    [Fact]
    public void Of_RuleForEverythingOfOneProvider_LeavesTheLeastLevelToTheOthers() =>
        Of(new LoggerFilterRule("Console", null, LogLevel.Error, null)).Should().Be(RustLogLevel.Info);

    [Fact]
    public void Of_RuleWithoutALevel_IsForAll() =>
        Of(new LoggerFilterRule(null, "a", null, (_, _, _) => true)).Should().Be(RustLogLevel.Trace);

    private static RustLogLevel Of(params LoggerFilterRule[] rules)
    {
        LoggerFilterOptions options = new() { MinLevel = LogLevel.Information };
        foreach (LoggerFilterRule rule in rules)
        {
            options.Rules.Add(rule);
        }

        return RequestedLevel.Of(options);
    }
}
