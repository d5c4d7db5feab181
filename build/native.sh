#!/usr/bin/env bash
# Called by the build: build/native.sh SOURCE LIBRARY compiles a C file into a shared library, where there is a C compiler (CC, cc, gcc or
# clang) and the library is older than the source. Without one it does nothing: the managed code does the same work.
set -euo pipefail
source=$1 library=$2
[ ! "$library" -nt "$source" ] || exit 0
compiler=
for candidate in ${CC:-} cc gcc clang; do
  if command -v "$candidate" >/dev/null; then compiler=$candidate; break; fi
done
[ -n "$compiler" ] || exit 0
mkdir -p "$(dirname "$library")"
# Floats are never contracted or rearranged: the library gives the bits of the managed code.
if "$compiler" -O2 -ffp-contract=off -fno-fast-math -Wall -Wextra -fPIC -shared "$source" -o "$library.$$" >"$library.log" 2>&1; then
  mv "$library.$$" "$library"
else
  rm -f "$library.$$" "$library"
  echo "native.sh: $compiler can't compile ${source##*/}, so that managed code is used; see $library.log"
fi
