using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FleetServer.Security;

/// <summary>The secret that all who use this server present. There always is one.</summary>
internal sealed class AccessToken
{
    private const int RandomBytes = 32;
    private const int FewestCharacters = 16;

    private readonly byte[] _hash;
    private readonly string _origin;

    private AccessToken(string text, string origin)
    {
        if (text.Length < FewestCharacters || text.Any(character => character is <= ' ' or > '~'))
        {
            throw new InvalidOperationException(
                $"{origin} must have at least {FewestCharacters} characters, all of them visible ASCII. Leave it out to get a random one.");
        }

        _hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        _origin = origin;
    }

    /// <summary>Takes the token from the configuration, or from a file, which is made with a random one if it is not there.</summary>
    /// <exception cref="InvalidOperationException">It is too short.</exception>
    public static AccessToken Find(IConfiguration configuration)
    {
        if (configuration["Fleet:Token"] is { } token)
        {
            return new(token, "Fleet:Token");
        }

        string file = Path.GetFullPath(configuration["Fleet:TokenFile"] ?? DataFolder.PathOf("token"));
        if (!File.Exists(file))
        {
            Create(file);
        }

        return new(File.ReadAllText(file).Trim(), file);
    }

    /// <summary>Where the token comes from, which is no secret.</summary>
    public override string ToString() => _origin;

    /// <summary>Compares in a time that does not depend on where the texts differ.</summary>
    public bool Matches(string text) => CryptographicOperations.FixedTimeEquals(_hash, SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // Under another name first: a server that starts at the same time must not read half of it.
    private static void Create(string file)
    {
        string temporary = $"{file}.{Guid.NewGuid():N}";
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (StreamWriter writer = new(temporary, options))
        {
            writer.WriteLine(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes)));
        }

        try
        {
            File.Move(temporary, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(temporary);
        }
    }
}
