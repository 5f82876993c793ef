using Microsoft.Data.Sqlite;
using RustInterop.Orleans.Storage.Sqlite;
using RustInterop.Orleans.Tests.Support;

namespace RustInterop.Orleans.Tests.Storage;

public sealed class SqliteFleetStoreTests : FleetStoreTests
{
    private string Path => ((SqlitePlace)Place).File;

    [Fact]
    public async Task OpenAsync_FileInUse_Throws()
    {
        using SqliteFleetStore second = new(Path, Clock);

        await second.Awaiting(store => store.OpenAsync()).Should().ThrowAsync<InvalidOperationException>()
            .WithMessage($"{Path} is used by another process*");
    }

    [Fact]
    public async Task OpenAsync_FileOfALaterVersion_Throws()
    {
        Close();
        await using (SqliteConnection connection = new($"Data Source={Path};Pooling=false"))
        {
            await connection.OpenAsync();
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "pragma user_version = 1000";
            await command.ExecuteNonQueryAsync();
        }

        await this.Awaiting(test => test.OpenAgainAsync()).Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("*has version 1000 of the tables*");
    }

    [Fact]
    public void OpenAsync_NewFile_IsPrivate()
    {
        foreach (string file in Directory.GetFiles(((SqlitePlace)Place).Folder, "fleet.db*").Where(file => !file.EndsWith(".lock")))
        {
            if (!OperatingSystem.IsWindows())
            {
                File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite, "{0} may have secrets", file);
            }
        }
    }

    private protected override Task<TestPlace> MakePlaceAsync() => Task.FromResult<TestPlace>(new SqlitePlace());
}
