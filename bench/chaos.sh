#!/usr/bin/env bash
# Runs chaos scenarios against a cluster of their own and writes what they found: bench/chaos.sh [--fresh] [--keep] [--load N] [--steady TIME] [SCENARIO[:FAULTS]...]
#
# Without scenarios all of them run; those whose stalls are bounded get the 20 faults that a p99 needs. Reports gather in artifacts/bench/chaos until --fresh;
# docs/chaos-report.md and docs/chaos-report.json are made of all that are there, with --keep also of what they said of scenarios that aren't.
# A scenario in which throughput alone didn't hold runs again, up to four times, each on a cluster that was started anew; the mean of its runs is judged then (docs/chaos.md).
# A machine that does nothing else is needed; all scenarios take about 26 minutes, and those that run again theirs. Exit code 1 where any hypothesis didn't hold.
set -euo pipefail

root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd -P)
export EMOE_CLUSTER="$root/artifacts/bench/chaos"
options=(--load 16)
kept=()
scenarios=()
while [ $# -gt 0 ]; do
  case $1 in
    --fresh) rm -rf "$EMOE_CLUSTER" ;;
    --keep) kept=(--with "$EMOE_CLUSTER/kept.json") ;;
    --load | --steady) options+=("$1" "$2"); shift ;;
    --*) echo "chaos.sh: $1 is no option; --fresh, --keep, --load N and --steady TIME are" >&2; exit 2 ;;
    *) scenarios+=("$1") ;;
  esac
  shift
done
[ ${#scenarios[@]} -gt 0 ] || scenarios=(kill-node:20 hang-node:20 slow-node cut-node:20 flap kill-leader:20 kill-router:20 kill-all-but-one rolling-restart disk-full scale-storm sleep-storm update-under-load poison-row cascade)
emoe() { "${EMOE_BINARY:-$root/emoe}" "$@"; }
say() { echo "chaos.sh: $*" >&2; }
report() {
  emoe chaos report --all ${kept[@]+"${kept[@]}"} --json > "$EMOE_CLUSTER/report.json" || true
  emoe chaos report --all ${kept[@]+"${kept[@]}"} > "$EMOE_CLUSTER/report.md" || true
  cp "$EMOE_CLUSTER/report.json" "$root/docs/chaos-report.json"
  cp "$EMOE_CLUSTER/report.md" "$root/docs/chaos-report.md"
}

emoe version > /dev/null
mkdir -p "$EMOE_CLUSTER"
[ ${#kept[@]} -eq 0 ] || cp "$root/docs/chaos-report.json" "$EMOE_CLUSTER/kept.json"
up=
stop() { [ -z "$up" ] || { emoe down > /dev/null 2>&1 || true; wait "$up" || true; up=; }; }
# A cluster that outlives this script would go on taking the machine's time.
trap stop EXIT
start() {
  emoe up --allow-chaos > "$EMOE_CLUSTER/up.log" 2>&1 &
  up=$!
  until emoe status --wait-healthy --timeout 60s > /dev/null 2>&1; do
    kill -0 "$up" 2> /dev/null || { say "the cluster didn't start:"; cat "$EMOE_CLUSTER/up.log" >&2; exit 1; }
  done
  # What a cluster does in its first seconds, while its code is compiled, is no measure for how it does after a fault.
  say "warming up"
  emoe chaos run --file "$EMOE_CLUSTER/warm-up.yaml" --load 16 --steady 8s > /dev/null || true
  rm -f "$EMOE_CLUSTER/chaos/warm-up.json"
}
cat > "$EMOE_CLUSTER/warm-up.yaml" << 'END'
{ name: warm-up, summary: does nothing, rounds: 1, steps: [{ do: slow, on: node-0, forMs: 1, delayMs: 1 }] }
END
start
failed=()
for scenario in "${scenarios[@]}"; do
  name=${scenario%%:*}
  run=(chaos run "$name" "${options[@]}")
  [ "$name" = "$scenario" ] || run+=(--faults "${scenario#*:}")
  say "$scenario"
  held=true
  emoe "${run[@]}" > /dev/null || held=false
  for again in 2 3 4 5; do
    [ $held = false ] || break
    found=$(emoe chaos report "$name" --json 2> /dev/null) || true
    [[ $found = *'"lacksThroughput":true'* ]] || break
    say "$scenario, run $again"
    stop
    start
    # Refused where something else failed too.
    emoe "${run[@]}" --again > /dev/null && held=true || [ $? -eq 1 ] || break
  done
  [ $held = true ] || failed+=("$name")
  report
done
[ ${#failed[@]} -eq 0 ] || { say "didn't hold: ${failed[*]}"; exit 1; }
