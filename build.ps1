# The build itself is a C# program, the same on every system: see eng/Build, or run this with --help.
if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    [Console]::Error.WriteLine('The .NET 10 SDK is needed: dotnet is not on the PATH. Get it from https://dot.net')
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
