using System.Globalization;
using RustInterop.Tests.Loading;
using RustInterop.Tests.Support;

namespace RustInterop.Tests.LongRunning;

/// <summary>In a separate process, because they count the threads, strings and children of the whole process.</summary>
[Collection(Alone.Name)]
public sealed class LoadTests
{
    [Fact]
    public async Task StartProcedureAsync_ThousandAtOnce_AllSucceedOnFewThreads()
    {
        int[] counts = await CountAsync("start-many-procedures", "1000");

        counts[0].Should().Be(1000);
        counts[1].Should().BeLessThan(100, "no .NET thread waits for Rust");
        counts[2..].Should().Equal([0, 0], "no string is live, and no child is left");
    }

    [Fact]
    public async Task Cancel_TenThousandAtRandomTimes_EndsEveryTaskAndLeavesNothing()
    {
        (await CountAsync("cancel-at-random", "10000")).Should().Equal(10_000, 0, 0);
    }

    [Fact]
    public async Task Cancel_TenThousandPanicsAtRandomTimes_EndsEveryTaskAndLeavesNothing()
    {
        string panicking = Repository.PathOf(
            "native", "target", "debug", NativeLibraryFile.Name.Replace("rust_interop", "equipment", StringComparison.Ordinal));
        File.Exists(panicking).Should().BeTrue("the test calls {0}; ./build.sh test builds it", panicking);
        using TemporaryFolder folder = new();
        ChildProgram.CopyTo(folder.FullName);
        File.Copy(panicking, folder.PathOf(NativeLibraryFile.Name), overwrite: true);

        ProcessResult result = await ChildProgram.RunCopyAsync(folder.FullName, "cancel-panics-at-random", "10000");

        CountsOf(result).Should().Equal(10_000, 0, 0);
    }

    private static async Task<int[]> CountAsync(params string[] arguments) =>
        CountsOf(await ChildProgram.RunAsync(arguments));

    private static int[] CountsOf(ProcessResult result)
    {
        result.ExitCode.Should().Be(0, result.Stderr);
        return [.. result.Stdout.Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
    }
}
