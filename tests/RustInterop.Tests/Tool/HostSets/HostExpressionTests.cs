namespace RustInterop.Tests.Tool.HostSets;

// The examples were run through nodeset 1.9.1 and pdsh 2.34; comments say where these two differ.
public sealed class HostExpressionTests
{
    [Theory]
    [InlineData("web1", "web1")]
    [InlineData("node[1-3,5]", "node1,node2,node3,node5")]
    [InlineData("node[001-003]", "node001,node002,node003")]
    [InlineData("node[8-10]", "node8,node9,node10")]
    [InlineData("node[08-10]", "node08,node09,node10")]
    [InlineData("node[0-10/5]", "node0,node5,node10")]
    [InlineData("node[00-10/04]", "node00,node04,node08")]
    [InlineData("rack[1-2]node[1-2]", "rack1node1,rack1node2,rack2node1,rack2node2")]
    [InlineData("web[1-2].example.com", "web1.example.com,web2.example.com")]
    [InlineData("node[1-2]0", "node10,node20")]
    [InlineData("[1-2]", "1,2")]
    [InlineData("node[1 - 2, 4]", "node1,node2,node4")]
    [InlineData(" a , b\t", "a,b")]
    [InlineData("b2,a1,b1", "b2,a1,b1")]
    [InlineData("a,a,b,a", "a,b")]
    [InlineData("a[1-3],a[2-4]", "a1,a2,a3,a4")]
    // nodeset takes 19 to 110.
    [InlineData("node1[9-10]", "node19,node110")]
    // nodeset refuses it.
    [InlineData("a[1-2][1-2]", "a11,a12,a21,a22")]
    public void Evaluate_Ranges_NamesEachHostInOrder(string expression, string hosts)
    {
        Sets.Expand(expression).Should().Be(hosts);
    }

    [Theory]
    [InlineData("a[1-3]!a2", "a1,a3")]
    [InlineData("a[1-3]&a[2-9]", "a2,a3")]
    [InlineData("a[1-3]^a[3-4]", "a1,a2,a4")]
    [InlineData("a[1-5]!a[2-3]&a[4-9]", "a4,a5")]
    [InlineData("a[1-3]!a2,a2", "a1,a3,a2")]
    [InlineData("a3,a1 ! b , b", "a3,a1,b")]
    public void Evaluate_Operators_ApplyFromLeftToRight(string expression, string hosts)
    {
        Sets.Expand(expression).Should().Be(hosts);
    }

    [Theory]
    [InlineData("[::1]:22")]
    [InlineData("user@[fe80::1%eth0]:22")]
    [InlineData("ssh://user@[::1]:22")]
    [InlineData("fe80::1")]
    [InlineData("ssh://admin@web1:2222")]
    [InlineData("admin@web1:2222")]
    public void Evaluate_Address_IsOneHost(string address)
    {
        Sets.Expand(address).Should().Be(address);
    }

    [Theory]
    [InlineData("admin@web[1-2]:2222", "admin@web1:2222,admin@web2:2222")]
    [InlineData("ssh://web[1-2]:22,[::1]:22", "ssh://web1:22,ssh://web2:22,[::1]:22")]
    [InlineData("[fe80::1]:[22-23]", "[fe80::1]:22,[fe80::1]:23")]
    public void Evaluate_AddressWithRange_IsEachHost(string expression, string hosts)
    {
        Sets.Expand(expression).Should().Be(hosts);
    }

    [Theory]
    [InlineData("", "'': a host is missing, at character 1")]
    [InlineData("a,,b", "'a,,b': a host is missing, at character 3")]
    [InlineData("a,", "'a,': a host is missing, at character 3")]
    [InlineData("a!", "'a!': a host is missing, at character 3")]
    [InlineData("a,node[1-", "'a,node[1-': the bracket is not closed, at character 7")]
    [InlineData("node]", "'node]': the bracket was not opened, at character 5")]
    [InlineData("a[[1]]", "'a[[1]]': brackets do not stand in brackets, at character 3")]
    [InlineData("a[]", "'a[]': the brackets are empty, at character 2")]
    [InlineData("a[1,]", "'a[1,]': a number is missing")]
    [InlineData("b,node[5-1]", "'node[5-1]': the range 5-1 goes backwards")]
    [InlineData("node[b-d]", "'node[b-d]': 'b-d' is not a range such as 1-9 or 01-99/2")]
    [InlineData("node[-1-2]", "'node[-1-2]': '-1-2' is not a range such as 1-9 or 01-99/2")]
    [InlineData("node[1/2]", "'node[1/2]': '1/2' is not a range such as 1-9 or 01-99/2")]
    [InlineData("node[1-2/0]", "'node[1-2/0]': the step of a range is at least 1")]
    // pdsh takes the width of the first number.
    [InlineData("node[01-100]", "'node[01-100]': 01 and 100 need the same number of digits, as in 001-100")]
    [InlineData("a[1-9]!@web", "group '@web': no groups are known: use --inventory or --groups, or write a groups.conf")]
    public void Evaluate_BadExpression_SaysWhatIsWrongAndWhere(string expression, string message)
    {
        FluentActions.Invoking(() => Sets.Expand(expression)).Should().Throw<FormatException>().WithMessage(message);
    }

    [Theory]
    [InlineData("a[1-999999999999]")]
    [InlineData("a[0-999999999999999999]b[0-999999999999999999]c[0-999999999999999999]")]
    [InlineData("a[1-1000001]")]
    [InlineData("a[1-1000]b[1-1001]")]
    [InlineData("a[1-600000],b[1-600000]")]
    [InlineData("a!a[1-999999999999]")]
    public void Evaluate_MoreThanAMillionHosts_IsRefusedBeforeTheyFillTheMemory(string expression)
    {
        FluentActions.Invoking(() => Sets.Expand(expression)).Should().Throw<FormatException>().WithMessage("*more than 1000000 hosts");
    }
}
