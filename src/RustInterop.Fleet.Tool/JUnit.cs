using System.Globalization;
using System.Text;
using System.Xml;

namespace RustInterop.Fleet.Tool;

/// <summary>
/// The result as JUnit XML, in which each host is a test. An action that failed or timed out is a failure, a host of which that is
/// not known an error, and one that was cancelled or not started is skipped.
/// </summary>
internal sealed class JUnit(WholeFile file) : IReport
{
    private const string Suite = "fleet";

    public string? Failure => file.Failure;

    public void Open() => file.Check();

    public void Add(ProcedureProgress progress)
    {
    }

    public void End(ProcedureOutput output) => file.Write(stream =>
    {
        using XmlWriter writer = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false) });
        writer.WriteStartElement("testsuites");
        writer.WriteStartElement("testsuite");
        writer.WriteAttributeString("name", Suite);
        writer.WriteAttributeString("tests", Number(output.Hosts.Count));
        foreach ((string kind, string count) in new[] { ("failure", "failures"), ("error", "errors"), ("skipped", "skipped") })
        {
            writer.WriteAttributeString(count, Number(output.Hosts.Count(host => Kind(host.Outcome) == kind)));
        }

        foreach (HostResult host in output.Hosts)
        {
            WriteTest(writer, host);
        }

        writer.WriteEndElement();
        writer.WriteEndElement();
    });

    private static void WriteTest(XmlWriter writer, HostResult host)
    {
        writer.WriteStartElement("testcase");
        writer.WriteAttributeString("classname", Suite);
        writer.WriteAttributeString("name", Valid(host.Host));
        writer.WriteAttributeString("time", host.Duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));
        if (Kind(host.Outcome) is { } kind)
        {
            writer.WriteStartElement(kind);
            writer.WriteAttributeString("message", Valid(HostSentence.Of(host)));
            writer.WriteEndElement();
        }

        WriteOutput(writer, "system-out", host.Stdout);
        WriteOutput(writer, "system-err", host.Stderr);
        writer.WriteEndElement();
    }

    private static void WriteOutput(XmlWriter writer, string element, string text)
    {
        if (text.Length > 0)
        {
            writer.WriteElementString(element, Valid(string.Concat(HostLine.TextsOf(text).Select(line => $"{line}\n"))));
        }
    }

    private static string? Kind(HostOutcome outcome) => outcome switch
    {
        HostOutcome.Succeeded => null,
        HostOutcome.Failed or HostOutcome.TimedOut => "failure",
        HostOutcome.Unreachable or HostOutcome.Lost => "error",
        _ => "skipped",
    };

    /// <summary>Printable text, without the few characters that may still not be in XML.</summary>
    private static string Valid(string text) =>
        Printable.Text(text).Replace("\ufffe", "\\ufffe", StringComparison.Ordinal).Replace("\uffff", "\\uffff", StringComparison.Ordinal);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
