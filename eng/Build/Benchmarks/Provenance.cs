using System.Globalization;
using System.Runtime.InteropServices;

namespace RustInterop.Build.Benchmarks;

/// <summary>Where figures come from: the command, the day, the machine, and what was measured with which version.</summary>
internal static class Provenance
{
    /// <param name="step">For the tools that are asked.</param>
    /// <param name="command">That was called.</param>
    /// <param name="packages">Debian's.</param>
    public static async Task<string> TellAsync(Step step, string command, IReadOnlyList<string> packages)
    {
        string rust = await new Tool("rustc", "--version").TryReadAsync(step) ?? "rustc";
        string dotnet = await new Tool("dotnet", "--version").TryReadAsync(step) ?? "";
        List<string> versions = [$".NET SDK {dotnet}", string.Join(' ', rust.Split(' ').Take(2))];
        if (Debian.IsThis)
        {
            await new Tool("dpkg-query", ["--show", "--showformat", "${Package} ${Version}\n", .. packages])
                .TryRunAsync(step, versions.Add, step.Log);
        }

        string kernel = (await File.ReadAllTextAsync("/proc/sys/kernel/osrelease")).Trim();
        string day = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return $"""
            By `{command}` on {day}: {await ProcessorAsync()}, {Environment.ProcessorCount} processors, Linux {kernel};
            {string.Join(", ", versions)}.
            """;
    }

    private static async Task<string> ProcessorAsync()
    {
        string? model = (await File.ReadAllLinesAsync("/proc/cpuinfo"))
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        return model is null ? RuntimeInformation.OSArchitecture.ToString() : model[(model.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
