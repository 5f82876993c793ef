#!/bin/sh
# The build itself is a C# program, the same on every system: see eng/Build, or run this script with --help.
set -eu
cd "$(dirname "$0")"
if ! command -v dotnet >/dev/null; then
    echo "dotnet is not on the PATH. Install the .NET 10 SDK from https://dot.net" >&2
    exit 1
fi
export DOTNET_NOLOGO=1
exec dotnet run --project eng/Build --disable-build-servers --verbosity quiet -- "$@"
