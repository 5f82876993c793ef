# The build itself is a C# program, the same on every system: see eng/Build, or run this script with --help.
if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    [Console]::Error.WriteLine('dotnet is not on the PATH. Install the .NET 10 SDK from https://dot.net')
    exit 1
}
$env:DOTNET_NOLOGO = '1'
Push-Location $PSScriptRoot
try {
    dotnet run --project eng/Build --disable-build-servers --verbosity quiet -- @args
}
finally {
    Pop-Location
}
exit $LASTEXITCODE
