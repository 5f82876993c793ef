using Npgsql;
using RustInterop.Orleans.Storage.PostgreSql;

namespace RustInterop.Orleans.Tests.Storage;

public sealed class PostgreSqlDatabaseTests
{
    [Theory]
    [InlineData("Host=db", 16)]
    [InlineData("Host=db;Maximum Pool Size=3", 3)]
    [InlineData("Host=db;MaxPoolSize=100", 100)]
    public void Bounded_ConnectionString_SaysHowManyConnections(string connectionString, int expected) =>
        new NpgsqlConnectionStringBuilder(PostgreSqlDatabase.Bounded(connectionString, 16)).MaxPoolSize.Should().Be(expected);
}
