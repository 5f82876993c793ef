using RustInterop.Build;

namespace RustInterop.Tests.Build;

public sealed class CargoErrorsTests
{
    [Fact]
    public void ToException_ErrorWithCauses_HasThemOnOneLineWithoutWhatCameBefore()
    {
        CargoErrors errors = new();
        foreach (string line in new[] { "   Compiling serde v1.0.0", "error: failed to parse manifest", "", "Caused by:", "  no such edition" })
        {
            errors.Add(line);
        }

        BuildException exception = errors.ToException("/a/Cargo.toml", 101);

        exception.Message.Should().Be("cargo failed with exit code 101: failed to parse manifest Caused by: no such edition");
        (exception.Code, exception.File).Should().Be((ErrorCode.CargoFailed, "/a/Cargo.toml"));
    }

    [Fact]
    public void ToException_NothingWritten_HasTheExitCode() =>
        new CargoErrors().ToException("/a/Cargo.toml", 137).Message.Should().Contain("exit code 137");
}
