#!/usr/bin/env bash
# build/with-postgres.sh COMMAND...: runs a command with EMOE_TEST_POSTGRES set to a fresh PostgreSQL server, which ends with it.
set -euo pipefail
. "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)/postgres.sh"
start_postgres || { echo "with-postgres.sh: no PostgreSQL server could be started" >&2; exit 1; }
"$@"
