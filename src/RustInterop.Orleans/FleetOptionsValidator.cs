using Microsoft.Extensions.Options;

namespace RustInterop.Orleans;

/// <summary>Checks the options when the silo starts.</summary>
internal sealed class FleetOptionsValidator : IValidateOptions<FleetOptions>
{
    public ValidateOptionsResult Validate(string? name, FleetOptions options)
    {
        string?[] stores = [options.File, options.PostgreSql, options.Redis];
        (bool IsGood, string Rule)[] rules =
        [
            (stores.Count(store => !string.IsNullOrWhiteSpace(store)) == 1, "exactly one of File, PostgreSql and Redis must be set."),
            (options.Lanes >= 1, "Lanes must be at least 1."),
            (options.BatchSize >= 1, "BatchSize must be at least 1."),
            (options.BlockSize >= 1, "BlockSize must be at least 1."),
            (options.Retention > TimeSpan.Zero, "Retention must be more than 0."),
        ];
        string[] broken = [.. rules.Where(rule => !rule.IsGood).Select(rule => $"{nameof(FleetOptions)}: {rule.Rule}")];
        return broken.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(broken);
    }
}
