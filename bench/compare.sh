#!/usr/bin/env bash
# Measures this program beside llama.cpp on the very same GGUF files, in turns: bench/compare.sh [--full] [--shapes "small-moe olmoe-1b-7b"] [--types "bf16 q8_0 q4_0"] [--rounds N] [--json]
#
# llama.cpp comes as the prebuilt library of the npm package node-llama-cpp, whose source bundle has the header; bench/peer.c drives it.
# Needs node, npm, git and a C compiler. Everything is kept in artifacts/bench, the result in compare.json there. One program runs at a time, and touches its weights first.
set -euo pipefail

root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd -P)
work="$root/artifacts/bench"
# Prompts come first: after them every expert's weights have been touched.
what=(load prefill:512 prefill:2048 decode:1 decode:1:2048 decode:8 decode:32 resident)
clients=(8 32)
shapes="small-moe"
types="bf16 q8_0 q4_0"
rounds=3
json=false
while [ $# -gt 0 ]; do
  case $1 in
    --full) shapes="small-moe olmoe-1b-7b" ;;
    --shapes) shapes=$2; shift ;;
    --json) json=true ;;
    --rounds) rounds=$2; shift ;;
    --types) types=$2; shift ;;
    *) echo "compare.sh: $1 is no option; --full, --shapes LIST, --types LIST, --rounds N and --json are" >&2; exit 2 ;;
  esac
  shift
done
export EMOE_THREADS=${EMOE_THREADS:-$(nproc)} EMOE_CACHE=${EMOE_CACHE:-$work/cache}
say() { echo "compare.sh: $*" >&2; }
. "$root/bench/peer.sh"
emoe() { "${EMOE_BINARY:-$root/emoe}" "$@"; }
emoe version > /dev/null

# The models: random weights of a seed, exported in each type.
for shape in $shapes; do
  [ -d "$work/$shape" ] || { say "making $shape"; emoe model synth "$work/$shape" --preset "$shape" --seed 1 > /dev/null; }
  for type in $types; do
    file="$work/$shape-$type.gguf"
    [ -f "$file" ] || { say "exporting ${file##*/}"; emoe model export "$work/$shape" --type "$type" -o "$file" > /dev/null 2>&1; }
  done
done

# Both must compute the same model: the same ids where the best one is well ahead.
prompt="1 17 300 4242 99 1234 7 2048 512 5 31 77"
for shape in $shapes; do
  for type in $types; do
    file="$work/$shape-$type.gguf"
    peer "$file" greedy "$EMOE_THREADS" 32 $prompt > "$work/theirs.ids"
    emoe model continue "$file" $prompt -n 32 > "$work/ours.ids" 2> /dev/null
    node "$root/bench/compare.mjs" agree "$shape-$type" "$work/ours.ids" "$work/theirs.ids" >&2
  done
done

# Rounds: each file by both programs, who goes first alternating.
figures="$work/figures.tsv"
: > "$figures"
ours() {
  emoe bench rates "$1" bandwidth peak active operations:512 operations:2048 "${what[@]}" bandwidth peak 2> /dev/null
  emoe bench serve "$1" --streams "${clients[@]}" --rounds 2 --json 2> /dev/null | tail -n 1 | node "$root/bench/compare.mjs" served
}
theirs() {
  peer "$1" measure "$EMOE_THREADS" 1 "${what[@]}"
  peer "$1" serve "$EMOE_THREADS" 2 "${clients[@]}"
}
for ((round = 1; round <= rounds; round++)); do
  for shape in $shapes; do
    for type in $types; do
      order=(ours theirs)
      [ $((round % 2)) -eq 1 ] || order=(theirs ours)
      for program in "${order[@]}"; do
        say "round $round of $rounds: $shape $type, $program"
        "$program" "$work/$shape-$type.gguf" | while read -r name value; do
          printf '%s\t%s\t%s\t%s\t%s\n' "$round" "$program" "$shape-$type" "$name" "$value" >> "$figures"
        done
      done
    done
  done
done
node "$root/bench/compare.mjs" table "$figures" "$json" "$work/compare.json"
