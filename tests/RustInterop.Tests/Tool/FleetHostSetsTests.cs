using System.Text.Json;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool;

public sealed class FleetHostSetsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("node1 node3 node5", "-w", "node[1-3,5]", "-x", "node[2,4]")]
    [InlineData("node1 node3", "-w", "node[1-3],-node2")]
    [InlineData("web1 web2 adm1", "--groups", "GROUPS", "-w", "@web")]
    [InlineData("lone web1 web2", "--groups", "GROUPS", "-g", "web", "-X", "adm", "-wlone", "-x", "none")]
    [InlineData("adm1 web1 web2", "--groups", "GROUPS", "-a")]
    [InlineData("web2 lone", "--groups", "GROUPS", "-w", "^HOSTS!web1,lone")]
    [InlineData("adm1", "--groups", "GROUPS", "-a", "-x", "^HOSTS")]
    [InlineData("web1 web2", "--inventory", "INVENTORY", "-w", "web*")]
    [InlineData("lone db1", "-i", "INVENTORY", "-a", "-X", "web")]
    public async Task Fleet_HostSet_RunsOnItsHostsInOrder(string hosts, params string[] arguments)
    {
        ProcessResult fleet = await RunAsync([.. arguments, "-f1", "echo"]);

        fleet.Stderr.Should().EndWith(" succeeded\n");
        fleet.Stdout.Should().Be(string.Concat(hosts.Split(' ').Select(host => $"{host}: \n")));
    }

    [Theory]
    [InlineData("--hosts: group '@nope': there is no such group, only adm, web\n", "--groups", "GROUPS", "-w", "@nope")]
    [InlineData("--exclude: group '@nope': there is no such group, only adm, web\n", "--groups", "GROUPS", "-a", "-x", "@nope")]
    [InlineData("--hosts: '/web.*/': regular expressions are not supported; web* is\n", "-w", "/web.*/")]
    [InlineData("No hosts are left: all are excluded.\n", "-w", "a", "-x", "a")]
    [InlineData("No hosts: the groups and patterns have none.\n", "--groups", "GROUPS", "-w", "db*")]
    [InlineData("--all: 'here': ansible_connection is not ssh: 'local'\n", "-i", "LOCAL", "-a")]
    [InlineData("--group: 'a' and 'b' have the same address, x:1\n", "-i", "LOCAL", "-g", "same")]
    public async Task Fleet_HostSetThatIsNotUsable_IsRefused(string message, params string[] arguments)
    {
        (await RunAsync([.. arguments, "echo"])).Should().Be(new ProcessResult(2, "", $"fleet: {message}"));
    }

    [LinuxFact]
    public async Task Fleet_HostWithAnotherAddress_RunsThereAndIsReportedByItsName()
    {
        ProcessResult shown = await RunAsync(["-i", "INVENTORY", "-g", "web", "-f1", "echo $HOST; test $HOST != web2"]);
        ProcessResult json = await RunAsync(["-i", "INVENTORY", "-wweb2", "--json", "false"]);

        shown.Stdout.Should().Be("web1: root@10.0.0.1:2222\nweb2: web2\n");
        shown.Stderr.Should().Contain("] web1 succeeded").And.EndWith("\nfailed: web2\n");
        JsonSerializer.Deserialize(json.Stdout, ProcedureJson.Output)!.FailedHosts.Should().Equal("web2");
    }

    private Task<ProcessResult> RunAsync(string[] arguments)
    {
        string groups = Write("groups.yaml", "roles: {adm: adm1, web: 'web[1-2],@adm'}");
        string hosts = Write("hosts", "web1\nweb2");
        string inventory = Write("inventory", "lone\n[web]\nweb1 ansible_host=10.0.0.1 ansible_user=root ansible_port=2222\nweb2\n[db]\ndb1");
        string local = Write("local", "here ansible_connection=local\n[same]\na\nb\n[same:vars]\nansible_host=x\nansible_port=1");
        return BuiltProgram.Fleet.RunAsync(
        [
            "--transport", "local",
            .. arguments.Select(argument => argument.Replace("GROUPS", groups).Replace("HOSTS", hosts)
                .Replace("INVENTORY", inventory).Replace("LOCAL", local)),
        ]);
    }

    private string Write(string name, string text)
    {
        string path = _folder.PathOf(name);
        File.WriteAllText(path, text);
        return path;
    }
}
