#!/usr/bin/env bash
# Builds everything and runs every test. The last line says how many passed and failed; the exit code is zero only when none failed
# and at least one ran. Nothing is needed beside the .NET 10 SDK; PostgreSQL is installed with apt where it is missing.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
name=test.sh
. "$root/build/dotnet.sh"
. "$root/build/postgres.sh"
cd "$root"
results="$root/artifacts/test-results"
rm -rf "$results"

mkdir -p "$results"
dotnet build ElasticMoE.sln -c Release -v m || fail "the build failed; see the errors above"

# Here the tests of the journal on PostgreSQL run; a plain `dotnet test` skips them where EMOE_TEST_POSTGRES is not set.
start_postgres || fail "no PostgreSQL server could be started, so that its tests can't run; see above"

# Each test project is a program that leaves one result file with its counts.
status=0
for project in tests/ElasticMoE.*; do
  tests=${project##*/}
  [ "$tests" != ElasticMoE.Testing ] || continue
  (cd "$project/bin/Release/net10.0" && dotnet "$tests.dll" -noLogo -noColor -trx "$results/$tests.trx") || status=$?
  [ -s "$results/$tests.trx" ] || echo "test.sh: $tests ended with exit code $status before its results were written"
done

count() {
  find "$results" -name '*.trx' -exec grep -ho '<Counters [^>]*' {} + |
    awk -v key=" $1=\"" '{ at = index($0, key); if (at) sum += substr($0, at + length(key)) } END { print sum + 0 }'
}
passed=$(count passed)
failed=$(($(count failed) + $(count error) + $(count timeout) + $(count aborted)))
skipped=$(($(count total) - $(count executed)))

summary="$passed passed, $failed failed"
[ "$skipped" -eq 0 ] || summary="$summary, $skipped skipped"
if [ "$((passed + failed))" -eq 0 ]; then
  echo "no test ran"
  status=1
elif [ "$failed" -ne 0 ]; then
  status=1
elif [ "$status" -ne 0 ]; then
  echo "no test failed, yet a test run ended with exit code $status; see above"
fi
echo "$summary"
exit "$status"
