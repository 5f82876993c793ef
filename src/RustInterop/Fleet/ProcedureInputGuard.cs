using System.Runtime.CompilerServices;
using RustInterop.Crossing;

namespace RustInterop.Fleet;

/// <summary>
/// Refuses typical C# mistakes and what JSON cannot express. Only Rust checks the rules for hosts and actions.
/// </summary>
internal static class ProcedureInputGuard
{
    private const int MaxConcurrency = ushort.MaxValue;

    private const int MostKeptConnections = ushort.MaxValue;

    /// <summary>The longest text that System.Text.Json writes, in UTF-16 code units.</summary>
    internal const int MaxTextLength = 166_666_666;

    /// <summary>The most bytes that System.Text.Json writes in Base64.</summary>
    internal const int MaxInputLength = 125_000_000;

    /// <exception cref="ArgumentException">A text is not Unicode or too long, or a list has a null element.</exception>
    /// <exception cref="ArgumentNullException">A member is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number, a time or an enum is out of its range.</exception>
    internal static void Check(ProcedureInput input)
    {
        CheckTime(input.Timeout, "0 means no limit", nameof(input));
        CheckTexts(input.HostList, nameof(input));
        CheckText(input.Action, nameof(input));
        CheckEnum(input.Transport, nameof(input));
        CheckTexts(input.SshArguments, nameof(input));
        CheckEnum(input.RemoteShell, nameof(input));
        CheckText(input.SudoPassword ?? "", nameof(input), "input.SudoPassword");
        CheckRange(input.MaxFailures ?? 0, 0, int.MaxValue, nameof(input), "input.MaxFailures");
        CheckBatches(input.Batches, nameof(input));
        CheckRange(input.BlockSize, 0, int.MaxValue, nameof(input));
        CheckTime(input.BlockLifetime, "0 means no limit", nameof(input));
        CheckRange(input.Concurrency, 1, MaxConcurrency, nameof(input));
        CheckTime(input.RetryDelay, "0 means no wait", nameof(input));
        CheckRange(input.OutputLimit, 0, int.MaxValue, nameof(input));
        if (input.Environment is not null)
        {
            CheckVariables(input.Environment, "input.Environment", nameof(input));
        }

        CheckVariables(input.Variables, "input.Variables", nameof(input));
        CheckHostVariables(input.HostVariables, nameof(input));
        CheckLength(input.Input, "input.Input", nameof(input));
        CheckHostInputs(input.HostInputs, nameof(input));
        CheckTime(input.KeepConnections, "0 keeps none", nameof(input));
        CheckRange(input.MaxKeptConnections, 1, MostKeptConnections, nameof(input));
    }

    private static void CheckTime(
        TimeSpan value,
        string zero,
        string parameter,
        [CallerArgumentExpression(nameof(value))] string member = "")
    {
        if (value < TimeSpan.Zero)
        {
            throw NegativeTime(parameter, value, member, zero);
        }
    }

    private static void CheckRange(
        int value,
        int least,
        int most,
        string parameter,
        [CallerArgumentExpression(nameof(value))] string member = "")
    {
        if (value < least || value > most)
        {
            throw OutOfRange(parameter, value, member, least, most);
        }
    }

    private static void CheckEnum<T>(
        T value,
        string parameter,
        [CallerArgumentExpression(nameof(value))] string member = "")
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw UnknownEnum(parameter, value, member);
        }
    }

    private static void CheckBatches(
        IReadOnlyList<HostShare> batches,
        string parameter,
        [CallerArgumentExpression(nameof(batches))] string member = "")
    {
        if (batches is null)
        {
            throw NullMember(parameter, member);
        }

        for (int index = 0; index < batches.Count; index++)
        {
            if (batches[index].Value == 0)
            {
                throw EmptyBatch(parameter, batches[index], ElementOf(member, index));
            }
        }
    }

    private static void CheckTexts(
        IReadOnlyList<string> texts,
        string parameter,
        [CallerArgumentExpression(nameof(texts))] string member = "")
    {
        if (texts is null)
        {
            throw NullMember(parameter, member);
        }

        for (int index = 0; index < texts.Count; index++)
        {
            string text = texts[index] ?? throw NullElement(parameter, ElementOf(member, index));
            CheckContent(text, parameter, member, index);
        }
    }

    // The messages contain neither a name nor a value, since either may be a secret.
    private static void CheckVariables(IReadOnlyDictionary<string, string> variables, string member, string parameter)
    {
        if (variables is null)
        {
            throw NullMember(parameter, member);
        }

        if (variables.Count == 0)
        {
            return;
        }

        string ofName = $"A name in {member}", ofValue = $"A value in {member}";
        foreach ((string name, string value) in variables)
        {
            CheckContent(name ?? throw NullElement(parameter, ofName), parameter, ofName);
            CheckContent(value ?? throw NullElement(parameter, ofValue), parameter, ofValue);
        }
    }

    private static void CheckHostVariables(
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> variables, string parameter)
    {
        const string Member = "input.HostVariables";
        if (variables is null)
        {
            throw NullMember(parameter, Member);
        }

        foreach ((string host, IReadOnlyDictionary<string, string> ofHost) in variables)
        {
            CheckContent(host ?? throw NullElement(parameter, $"A host in {Member}"), parameter, $"A host in {Member}");
            CheckVariables(ofHost, Member, parameter);
        }
    }

    private static void CheckHostInputs(IReadOnlyDictionary<string, ActionInput> inputs, string parameter)
    {
        const string Member = "input.HostInputs";
        if (inputs is null)
        {
            throw NullMember(parameter, Member);
        }

        foreach ((string host, ActionInput ofHost) in inputs)
        {
            CheckContent(host ?? throw NullElement(parameter, $"A host in {Member}"), parameter, $"A host in {Member}");
            CheckLength(ofHost ?? throw NullElement(parameter, $"An input in {Member}"), $"An input in {Member}", parameter);
        }
    }

    private static void CheckLength(ActionInput? input, string member, string parameter)
    {
        if (input?.Length > MaxInputLength)
        {
            throw TooLong(parameter, member, MaxInputLength, "bytes");
        }
    }

    private static void CheckText(
        string text,
        string parameter,
        [CallerArgumentExpression(nameof(text))] string member = "")
    {
        if (text is null)
        {
            throw NullMember(parameter, member);
        }

        CheckContent(text, parameter, member);
    }

    // The index of the text in the member, if the member is a list; null if the member is the text.
    private static void CheckContent(string text, string parameter, string member, int? index = null)
    {
        if (text.Length > MaxTextLength)
        {
            throw TooLong(parameter, ElementOf(member, index), MaxTextLength, "characters");
        }

        int surrogate = Utf16.IndexOfLoneSurrogate(text);
        if (surrogate >= 0)
        {
            throw Utf16.NotUnicode(parameter, ElementOf(member, index), surrogate);
        }
    }

    // Formatted only for a text that is refused, not for each of many good hosts.
    private static string ElementOf(string member, int? index) => index is null ? member : $"{member}[{index}]";

    private static ArgumentOutOfRangeException NegativeTime(
        string parameter, TimeSpan value, string member, string zero) =>
        new(parameter, value, $"{member} must not be negative; {zero}.");

    private static ArgumentOutOfRangeException OutOfRange(
        string parameter, int value, string member, int least, int most) =>
        new(parameter, value, $"{member} must be from {least} to {most}.");

    private static ArgumentOutOfRangeException EmptyBatch(string parameter, HostShare value, string member) =>
        new(parameter, value, $"{member} must not be 0; a batch has at least one host.");

    private static ArgumentOutOfRangeException UnknownEnum<T>(string parameter, T value, string member) =>
        new(parameter, value, $"{member} is not a value of {typeof(T).Name}.");

    private static ArgumentNullException NullMember(string parameter, string member) =>
        new(parameter, $"{member} must not be null.");

    private static ArgumentException NullElement(string parameter, string member) =>
        new($"{member} must not be null.", parameter);

    private static ArgumentException TooLong(string parameter, string member, int most, string unit) =>
        new($"{member} must not be longer than {most} {unit}.", parameter);
}
