using System.Text;
using CsCheck;
using RustInterop.Tests.Libraries;

namespace RustInterop.Tests.Properties;

/// <summary>Random texts, records and JSON.</summary>
internal static class Generated
{
    private static readonly Gen<string> Characters = Gen.OneOf(
        Gen.Int[0, 0x10FFFF].Where(Rune.IsValid).Select(scalar => new Rune(scalar).ToString()),
        Any("\0", "\"", "\\", "\n", "\u0001", "\u007f", "\u2028", "\ufeff", "\ufffd", "\U0001F980", "'", "$(x)", "{\"error\":{"));

    // A double keeps only 15 digits of a time.
    private static readonly Gen<TimeSpan> Times = Gen.OneOf(
        Gen.Long[0, 1_000_000_000_000_000].Select(TimeSpan.FromTicks),
        Gen.Long[0, 1000].Select(TimeSpan.FromTicks));

    private static readonly Gen<HostShare> Shares = Gen.OneOf(
        Gen.Int[0, int.MaxValue].Select(HostShare.Count), Gen.Int[0, 100].Select(HostShare.Percent));

    private static readonly Gen<HostShare> Batches = Shares.Where(share => share.Value > 0);

    internal static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    internal static Gen<string> Texts { get; } = Characters.List[0, 12].Select(string.Concat);

    /// <summary>Only for tests of the JSON: <see cref="Rust.StartProcedure"/> would run the valid ones.</summary>
    internal static Gen<ProcedureInput> Inputs { get; } = InputsOf(Times, Texts, Texts.List[0, 5]);

    internal static Gen<ProcedureInput> InputsOf(Gen<TimeSpan> times, Gen<string> texts, Gen<List<string>> lists) => Gen.Select(
        Gen.Select(times, Gen.Byte, lists, texts, Gen.Int),
        Gen.Select(Gen.Enum<Transport>(), lists, Gen.Enum<RemoteShell>(), Gen.Bool),
        Gen.Select(
            Gen.Int[0, int.MaxValue].Nullable(), Gen.Int[1, 65_535], times, Gen.Int[0, int.MaxValue],
            Gen.Dictionary(texts, texts)[0, 4].Null()),
        Gen.Select(
            Gen.Dictionary(texts, texts)[0, 4],
            Gen.Dictionary(texts, Gen.Dictionary(texts, texts)[0, 2].Select(ofHost => (IReadOnlyDictionary<string, string>)ofHost))[0, 2],
            InputsOfActions(texts).Null(),
            Gen.Dictionary(texts, InputsOfActions(texts))[0, 2]),
        Gen.Select(Batches.List[0, 3], Shares.Nullable(), Gen.Int[0, int.MaxValue]),
        Gen.Select(times, Gen.Int[1, 65_535], Gen.Bool, texts.Null(), times, Gen.Bool),
        (contract, optional, limits, forAction, batches, kept) => new ProcedureInput(contract.Item1, contract.Item2, contract.Item3, contract.Item4, contract.Item5)
        {
            Transport = optional.Item1,
            SshArguments = optional.Item2,
            RemoteShell = optional.Item3,
            ExpectDisconnect = optional.Item4,
            MaxFailures = limits.Item1,
            Concurrency = limits.Item2,
            RetryDelay = limits.Item3,
            OutputLimit = limits.Item4,
            Environment = limits.Item5,
            Variables = forAction.Item1,
            HostVariables = forAction.Item2,
            Input = forAction.Item3,
            HostInputs = forAction.Item4,
            Batches = batches.Item1,
            MaxBatchFailures = batches.Item2,
            BlockSize = batches.Item3,
            KeepConnections = kept.Item1,
            MaxKeptConnections = kept.Item2,
            Sudo = kept.Item3,
            SudoPassword = kept.Item4,
            BlockLifetime = kept.Item5,
            DropReportedOutput = kept.Item6,
        });

    private static Gen<ActionInput> InputsOfActions(Gen<string> texts) => Gen.OneOf(
        texts.Select(text => new ActionInput(text)),
        Gen.Byte.Array[0, 9].Select(bytes => new ActionInput(bytes)));

    internal static Gen<Kinds> Kinds { get; } = Gen.Select(
        Gen.Select(Texts, Gen.Bool, Gen.Double.Where(double.IsFinite), Gen.Byte, Gen.Int, Gen.Long, Gen.ULong),
        Gen.Select(Gen.Int.List[0, 4], Gen.Dictionary(Texts, Gen.Int)[0, 4], Gen.OneOf(Texts, Gen.Const((string)null!))),
        Gen.Select(Gen.Enum<Colour>(), Gen.Byte.List[0, 9]),
        (plain, many, rest) => new Kinds(
            plain.Item1, plain.Item2, plain.Item3, plain.Item4, plain.Item5, plain.Item6, plain.Item7,
            many.Item1, many.Item2, many.Item3, rest.Item1, rest.Item2));
}
