namespace RustInterop.Build.Consumers;

/// <summary>The program tests/consumers/App with two versions of the package, both running at once.</summary>
internal sealed record TwoVersionsConsumer() : Consumer("two apps with two versions", null, "framework-dependent")
{
    protected override async Task<long?> UseAsync(Step step)
    {
        await OtherVersion.PackAsync(step);
        await ConsumerPackages.RestoreAsync(step, OtherVersion.Number, OtherVersion.Packages);

        string[] versions = [Repository.Version, OtherVersion.Number];
        string[] outputs = new string[versions.Length];
        for (int i = 0; i < versions.Length; i++)
        {
            outputs[i] = await PublishAsync(step, AppConsumer.Project, versions[i]);
        }

        await Task.WhenAll(versions.Zip(outputs, (version, output) => RunAsync(step, version, output)));
        return outputs.Sum(SizeOf);
    }

    private static async Task RunAsync(Step step, string version, string output)
    {
        string? printed = await new Tool("dotnet", Path.Combine(output, $"{AppConsumer.Project}.dll")).TryReadAsync(step);
        if (printed != AppConsumer.Printed(version))
        {
            throw new BuildException($"the app with {version} printed: {printed}");
        }
    }
}
