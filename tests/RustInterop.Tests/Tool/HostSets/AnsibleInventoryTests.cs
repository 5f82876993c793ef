using RustInterop.Fleet.Tool.HostSets.Ansible;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Tool.HostSets;

// The inventories were given to ansible-inventory 2.14, too.
public sealed class AnsibleInventoryTests
{
    private const string Ini = """
        ; without a group
        mail.example.com
        lone:2222   # with a port
        [web]
        web[01:03].example.com:2200 ansible_user=admin
        beta ansible_host=10.0.0.5 ansible_user="deploy er"
        [db-servers] # as people name them
        db-[a:c]
        db9 ansible_port=22
        [prod:children]
        web
        db-servers
        later
        [prod:vars]
        ansible_user = root
        ansible_port = 2022 # a comment
        [all:vars]
        ansible_user='everyone'
        [all]
        inall
        [later]
        ::1
        [fe80::1]:23
        [0:4:2]h
        """;

    private const string Yaml = """
        all:
          vars: {ansible_user: everyone}
          hosts:
            mail.example.com:
            lone:2222:
            inall: {}
          children:
            prod:
              vars: {ansible_user: root, ansible_port: 2022, list: [1]}
              children:
                web:
                  hosts:
                    web[01:03].example.com:2200: {ansible_user: admin}
                    beta: {ansible_host: 10.0.0.5, ansible_user: deploy er}
                db-servers:
                  hosts: {'db-[a:c]': null, db9: {ansible_port: 22}}
                later:
                  hosts: {'::1': , '[fe80::1]:23': , '[0:4:2]h': }
        """;

    [Theory]
    [InlineData("@web", "web01.example.com,web02.example.com,web03.example.com,beta")]
    [InlineData("@db-servers", "db-a,db-b,db-c,db9")]
    [InlineData("@ungrouped", "mail.example.com,lone,inall")]
    [InlineData("@prod!@web&db-*", "db-a,db-b,db-c")]
    [InlineData("@later", "::1,fe80::1,0h,2h,4h")]
    [InlineData("@prod", "web01.example.com,web02.example.com,web03.example.com,beta,db-a,db-b,db-c,db9,::1,fe80::1,0h,2h,4h")]
    [InlineData("web*,@web!*03*", "web01.example.com,web02.example.com,beta")]
    [InlineData("@all&@ungrouped,other", "mail.example.com,lone,inall,other")]
    [InlineData("@*!@prod", "mail.example.com,lone,inall")]
    public void Evaluate_Group_HasTheHostsOfItsGroups(string expression, string hosts)
    {
        Sets.Expand(expression, Read(Ini)).Should().Be(hosts);
        Sets.Expand(expression, Read(Yaml)).Should().Be(hosts);
    }

    [Theory]
    [InlineData("mail.example.com", "everyone@mail.example.com")]
    [InlineData("lone", "everyone@lone:2222")]
    [InlineData("web02.example.com", "admin@web02.example.com:2200")]
    [InlineData("beta", "deploy er@10.0.0.5:2022")]
    [InlineData("db9", "root@db9:22")]
    [InlineData("::1", "root@[::1]:2022")]
    [InlineData("fe80::1", "root@[fe80::1]:23")]
    [InlineData("other", "other")]
    public void Address_Host_IsWhatItsVariablesSay(string host, string address)
    {
        Read(Ini).Address(host).Should().Be(address);
        Read(Yaml).Address(host).Should().Be(address);
    }

    [Theory]
    [InlineData("a ansible_ssh_host=b ansible_ssh_user=c ansible_ssh_port=4", "c@b:4")]
    [InlineData("a ansible_host=b", "b")]
    [InlineData("a ansible_host='' ansible_user=", "a")]
    [InlineData("a ansible_connection=ssh other=1", "a")]
    [InlineData("a\n[z]\na\n[z:vars]\nansible_user=z\n[b]\na\n[b:vars]\nansible_user=b\n", "z@a")]
    [InlineData("a\n[b]\na\n[b:vars]\nansible_user=b\n[z:children]\nb\n[z:vars]\nansible_user=z\n", "b@a")]
    [InlineData("a\n[z]\na\n[z:vars]\nansible_user=z\n[b]\na\n[b:vars]\nansible_user=b\nansible_group_priority=2\n", "b@a")]
    public void Address_VariablesOfSeveralPlaces_TakesTheOneThatAnsibleWould(string inventory, string address)
    {
        Read(inventory).Address("a").Should().Be(address);
    }

    [Theory]
    [InlineData("a ansible_connection=local", "'a': ansible_connection is not ssh: 'local'")]
    [InlineData("a ansible_host={{x}}", "'a': ansible_host is a template: '{{x}}'")]
    [InlineData("a ansible_port=ssh", "'a': ansible_port is not a port: 'ssh'")]
    public void Address_VariableThatOnlyAnsibleUnderstands_IsRefused(string inventory, string message)
    {
        AnsibleInventory read = Read(inventory);

        read.Invoking(it => it.Address("a")).Should().Throw<FormatException>().WithMessage(message);
    }

    [Theory]
    [InlineData("[a]\nweb[3:1]", ", line 2: '[3:1]' goes backwards or has no step")]
    [InlineData("web[1-3]", ", line 1: '[1-3]' is not a range such as [1:9], [01:99:2] or [a:f]")]
    [InlineData("web[01:100]", ", line 1: '[01:100]' needs the same number of digits at both ends")]
    [InlineData("\nweb[1:2", ", line 2: 'web[1:2' is not a host name")]
    [InlineData("web[1:2000]x[1:2000]", ", line 1: more than 1000000 hosts")]
    [InlineData("a 'b c", ", line 1: a quotation is not closed: 'b c")]
    [InlineData("\"a b\"", ", line 1: 'a b' is not a host name")]
    [InlineData("@a", ", line 1: '@a' is not a host name")]
    [InlineData("a!b", ", line 1: 'a!b' is not a host name")]
    [InlineData("a b", ", line 1: not a variable and its value: b")]
    [InlineData("[a:vars]\nb\n[a]", ", line 2: not a variable and its value: b")]
    [InlineData("[a:b]", ", line 1: a section has hosts, vars or children, not 'b'")]
    [InlineData("[a b]", ", line 1: not a section: [a b]")]
    [InlineData("[a:children]\n\nb", ", line 3: there is no group 'b'")]
    [InlineData("a\n[b:vars]\nx=y", ", line 2: there is no group 'b'")]
    [InlineData("[a:children]\nb\n[b:children]\na", ", line 4: group 'a' would contain itself")]
    [InlineData("[a:children]\nb: c", ", line 2: not a group: b: c")]
    [InlineData("all:\n  hosts:\n    'a b':", ", line 3: 'a b' is not a host name")]
    [InlineData("all:\n  children: [a]", ", line 2: children must be a mapping")]
    [InlineData("all:\n  host:\n    a:", ", line 3: a group has hosts, children and vars, not 'host'")]
    [InlineData("---\n- a", ", line 2: an inventory must be a mapping")]
    [InlineData("plugin: x\na:", ", line 1: the configuration of a plugin*")]
    [InlineData("{\"_meta\": {}}", ", line 1: the output of `ansible-inventory --list`*")]
    [InlineData("a: &a\n  children: {b: *a}\n", ", line *: *")]
    public void Read_FileThatIsNotAnInventory_NamesTheLine(string text, string message)
    {
        FluentActions.Invoking(() => Read(text)).Should().Throw<InvalidDataException>().WithMessage("*inventory" + message);
    }

    [Fact]
    public void Read_SeveralFiles_AreOneInventory()
    {
        AnsibleInventory inventory = Read("[web]\na", "web: {hosts: {b: }, vars: {ansible_user: x}}\nc:\n");

        Sets.Expand("@web", inventory).Should().Be("a,b");
        inventory.Address("a").Should().Be("x@a");
    }

    private static AnsibleInventory Read(params string[] texts)
    {
        using TemporaryFolder folder = new();
        string[] paths = [.. texts.Select((_, index) => folder.PathOf($"{index}-inventory"))];
        foreach ((string path, string text) in paths.Zip(texts))
        {
            File.WriteAllText(path, text);
        }

        return AnsibleInventory.Read(paths);
    }
}
