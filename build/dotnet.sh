# Sourced by ./emoe and ./test.sh: finds the .NET SDK and gives it a place to write. Expects $root, the
# repository's folder, and $name, the command as the user knows it.

# Ends the calling script with one line on standard error.
fail() {
  echo "$name: $1" >&2
  exit 1
}

find_sdk() {
  local candidate found
  for candidate in "${DOTNET_ROOT:-}" "${HOME:-}/.dotnet" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet; do
    if ! command -v dotnet >/dev/null && [ -n "$candidate" ] && [ -x "$candidate/dotnet" ]; then
      PATH="$candidate:$PATH"
    fi
  done
  command -v dotnet >/dev/null || fail "the .NET 10 SDK is needed and no 'dotnet' was found; see https://dotnet.microsoft.com/download/dotnet/10.0"
  # In this folder global.json decides which SDK answers, or that none fits.
  found=$(cd "$root" && dotnet --version 2>/dev/null) || found=
  case $found in
    10.*) ;;
    *) fail "the .NET 10 SDK is needed; 'dotnet --list-sdks' shows: $(dotnet --list-sdks 2>/dev/null | tr '\n' ' ')" ;;
  esac
}

# Without a home folder that can be written, the SDK and its packages live under artifacts/.
use_writable_home() {
  if [ -z "${HOME:-}" ] || [ ! -w "$HOME" ]; then
    export HOME="$root/artifacts/home"
  fi
  mkdir -p "$HOME" || fail "cannot write to $root, and building needs a folder to write to"
  export DOTNET_CLI_HOME="${DOTNET_CLI_HOME:-$HOME}"
}

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
# A minimal Debian has no ICU library, and the SDK refuses to start without one unless told that it isn't needed.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
# A build server that outlives the script would keep its files and its output open.
export MSBUILDDISABLENODEREUSE=1
export PATH
use_writable_home
find_sdk
