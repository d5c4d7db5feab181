#!/usr/bin/env bash
# Called by ./emoe with the fingerprint of the sources on standard input (as an argument it would be too long): builds the program into a
# new folder under artifacts/emoe, so that a running emoe keeps its files, and names it in artifacts/emoe/built.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
name=emoe
. "$root/build/dotnet.sh"
sources=$(cat)
out="$root/artifacts/emoe"
mkdir -p "$out" || fail "cannot write to $root/artifacts"

# 1. One build at a time; who waited finds the work done.
if command -v flock >/dev/null; then
  exec 9>"$out/lock"
  flock -n 9 || { echo "emoe: waiting for another build of the same folder"; flock 9; }
fi
if [ -f "$out/built" ] && [ "$(tail -n +3 "$out/built")" = "$sources" ]; then
  exit 0
fi

# 2. Code compiled ahead starts in a third of the time; where its compiler can't be had, the plain build does the same work.
case $(uname -sm) in
  'Linux x86_64') rid=linux-x64 ;;
  'Linux aarch64') rid=linux-arm64 ;;
  'Darwin x86_64') rid=osx-x64 ;;
  'Darwin arm64') rid=osx-arm64 ;;
  *) rid= ;;
esac
folder="$(date +%Y%m%d-%H%M%S)-$$"
# The lock files describe the plain build; this one has its own intermediate files and leaves them as they are.
options=(-c Release -p:PublishReadyToRun=true -p:RestorePackagesWithLockFile=false -p:NuGetLockFilePath=none --artifacts-path "$root/artifacts/build")
project="$root/src/ElasticMoE.Node"
echo "emoe: building once (about a minute on a small machine)"
cd "$root"
if [ -n "$rid" ] && dotnet restore "$project" -r "$rid" "${options[@]:2}" -v q 9>&- >"$out/restore.log" 2>&1; then
  dotnet publish "$project" "${options[@]}" -r "$rid" --self-contained false --no-restore -o "$out/$folder" -v m 9>&- || fail "the build failed; see the errors above"
else
  echo "emoe: no ahead-of-time compiler for this machine; building plainly"
  dotnet publish "$project" -c Release -o "$out/$folder" -v m 9>&- || fail "the build failed; see the errors above"
fi

# 3. Publish by rename; the last build stays for processes that still run it.
dotnet_root=$(dotnet --list-runtimes | sed -n 's/^Microsoft\.NETCore\.App 10\.[^[]*\[\(.*\)\/shared\/Microsoft\.NETCore\.App\]$/\1/p' | tail -n 1)
previous=$(head -n 1 "$out/built" 2>/dev/null || true)
printf '%s\n%s\n%s\n' "$folder" "$dotnet_root" "$sources" >"$out/built.new"
mv "$out/built.new" "$out/built"
for old in "$out"/*/; do
  old=$(basename "$old")
  [ "$old" = "$folder" ] || [ "$old" = "$previous" ] || rm -rf "${out:?}/$old"
done
