using System.Buffers;
using System.Text;
using RustInterop.Loading;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.Logging;

/// <summary>A copy of the library of tests/crates/talker: another library, with loggers and a level of its own.</summary>
internal sealed class TalkerCopy : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal TalkerCopy()
    {
        string path = _folder.PathOf(LibrarySearch.FileName("talker_copy"));
        File.Copy(Talker.Library.Path, path);
        Library = RustLibrary.Load(path);
    }

    internal RustLibrary Library { get; }

    internal RustLogLevel MostVerboseLevel => (RustLogLevel)int.Parse(Call("most_verbose_level", "{}"));

    internal string Call(string procedure, string input)
    {
        ArrayBufferWriter<byte> output = new();
        Library.GetProcedure(procedure).Invoke(Encoding.UTF8.GetBytes(input), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Logs from several threads until it is cancelled. Here, because every listener of the library hears all of it.</summary>
    internal Task TalkUntilCancelledAsync(string target, int threads, CancellationToken cancellationToken)
    {
        byte[] input = Encoding.UTF8.GetBytes($$"""{"target":"{{target}}","threads":{{threads}}}""");
        return Library.GetProcedure("talk_until_cancelled").InvokeAsync(input, new ArrayBufferWriter<byte>(), cancellationToken);
    }

    public void Dispose()
    {
        Library.Dispose();
        _folder.Dispose();
    }
}
