using Microsoft.Extensions.Options;

namespace RustInterop.Orleans.Tests;

public sealed class FleetOptionsTests
{
    [Theory]
    [InlineData("file", "", "", true)]
    [InlineData("", "Host=db", "", true)]
    [InlineData("", "", "db:6379", true)]
    [InlineData("", " ", "", false)]
    [InlineData("file", "Host=db", "", false)]
    [InlineData("file", "", "db:6379", false)]
    [InlineData("", "Host=db", "db:6379", false)]
    public void Validate_Stores_NeedsExactlyOne(string file, string postgreSql, string redis, bool isGood)
    {
        FleetOptions options = new() { File = file, PostgreSql = postgreSql, Redis = redis };

        ValidateOptionsResult result = new FleetOptionsValidator().Validate(null, options);

        result.Succeeded.Should().Be(isGood);
        result.FailureMessage.Should().Be(isGood ? null : "FleetOptions: exactly one of File, PostgreSql and Redis must be set.");
    }
}
