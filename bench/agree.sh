#!/usr/bin/env bash
# Continues every reference checkpoint and the default model with 32 ids, in this program and in llama.cpp, from the same F32 file; they must be
# equal wherever the best id is more than 0.05 ahead. Where llama.cpp has no word for what a reference has, the copy is changed to what it has.
set -euo pipefail

root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd -P)
work="$root/artifacts/bench"
say() { echo "agree.sh: $*" >&2; }
. "$root/bench/peer.sh"
emoe() { "${EMOE_BINARY:-$root/emoe}" "$@"; }
export EMOE_CACHE=${EMOE_CACHE:-$work/cache}

prompt="1 17 300 42 99 123 7 204 51 5 31 77"
failed=0
for folder in "$root"/tests/golden/models/* "$root/models/emoe-mini"; do
  name=${folder##*/}
  copy="$work/agree/$name"
  rm -rf "$copy" && mkdir -p "$copy" && cp -r "$folder"/*.json "$folder"/model*.safetensors "$copy"
  node "$root/bench/compare.mjs" adapt "$copy/config.json" >&2
  beta=$(node -p "JSON.parse(require('fs').readFileSync('$copy/config.json')).rope_scaling?.beta_fast ?? 32")
  emoe model export "$copy" --type f32 -o "$copy.gguf" > /dev/null 2>&1
  emoe model continue "$copy.gguf" $prompt -n 32 > "$work/ours.ids" 2> /dev/null
  # One thread: these models are too small for more.
  if ! PEER_YARN_BETA_FAST=$beta peer "$copy.gguf" greedy 1 32 $prompt > "$work/theirs.ids" 2> "$work/theirs.error"; then
    echo "$name: llama.cpp refuses it: $(grep -o "error loading model: .*" "$work/theirs.error" | head -1)"
    continue
  fi
  node "$root/bench/compare.mjs" agree "$name" "$work/ours.ids" "$work/theirs.ids" || failed=1
done
exit $failed
