using System.Text.RegularExpressions;

namespace RustInterop.Fleet.Tool.HostSets.Ansible;

/// <summary>Where a host of an inventory is reached, as the library understands it.</summary>
/// <param name="host">The name in the inventory.</param>
/// <param name="variable">Returns the value of a variable of the host.</param>
internal sealed partial class AnsibleAddress(string host, Func<string, string?> variable)
{
    public const string PortVariable = "ansible_port";

    private const string ConnectionVariable = "ansible_connection";

    private static readonly string[] HostVariables = ["ansible_host", "ansible_ssh_host"];
    private static readonly string[] PortVariables = [PortVariable, "ansible_ssh_port"];
    private static readonly string[] UserVariables = ["ansible_user", "ansible_ssh_user"];

    /// <summary>Such as <c>user@name:port</c> or <c>[::1]:port</c>.</summary>
    /// <exception cref="FormatException">A variable has a value that only Ansible understands.</exception>
    public string Text
    {
        get
        {
            if (Value(ConnectionVariable) is { } connection && !Ssh().IsMatch(connection))
            {
                throw Error(ConnectionVariable, connection, "is not ssh");
            }

            string address = First(HostVariables) ?? host;
            string user = First(UserVariables) is { } name ? $"{name}@" : "";
            if (First(PortVariables) is not { } port)
            {
                return user + address;
            }

            string bracketed = address.Contains(':') ? $"[{address}]" : address;
            return Digits().IsMatch(port) ? $"{user}{bracketed}:{port}" : throw Error(PortVariable, port, "is not a port");
        }
    }

    private string? First(string[] names) => names.Select(Value).FirstOrDefault(value => value is not null);

    private string? Value(string name)
    {
        if (variable(name) is not { Length: > 0 } text)
        {
            return null;
        }

        // As a value of Python, which may have quotes and a comment.
        string value = Literal().Match(text) is { Success: true } literal ? literal.Groups["value"].Value : text;
        return value.Contains("{{") || value.Contains("{%") ? throw Error(name, value, "is a template") : value;
    }

    private FormatException Error(string name, string value, string reason) => new($"'{host}': {name} {reason}: '{value}'");

    [GeneratedRegex(@"^((?<value>[0-9]+)|""(?<value>[^""\\]*)""|'(?<value>[^'\\]*)')\s*(#.*)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Literal();

    [GeneratedRegex(@"^(ansible\.builtin\.)?(ssh|smart|paramiko(_ssh)?)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Ssh();

    [GeneratedRegex(@"^[0-9]{1,5}\z")]
    private static partial Regex Digits();
}
