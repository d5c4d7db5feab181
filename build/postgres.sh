# Sourced by scripts that need a PostgreSQL server of their own: start_postgres makes one in a temporary folder, sets EMOE_TEST_POSTGRES to
# its connection string, and ends it when the script ends. Where PostgreSQL is missing it is installed, if apt and the rights for it are there.

find_postgres() {
  local initdb
  initdb=$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)
  [ -n "$initdb" ] || initdb=$(command -v initdb) || return 1
  dirname "$(readlink -f "$initdb")"
}

install_postgres() {
  command -v apt-get >/dev/null || { echo "PostgreSQL is missing, and there is no apt-get to install it with" >&2; return 1; }
  local as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
  echo "installing PostgreSQL" >&2
  { "${as_root[@]}" apt-get update && DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y --no-install-recommends postgresql; } >&2 ||
    { echo "PostgreSQL is missing, and apt-get couldn't install it; see above" >&2; return 1; }
}

# A server refuses to run as root; the package has made a user for it.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

stop_postgres() {
  [ -n "${postgres_folder:-}" ] || return 0
  (cd / && as_postgres "$postgres_bin/pg_ctl" stop -D "$postgres_folder/data" -m immediate -w >/dev/null 2>&1) || true
  rm -rf "$postgres_folder"
  postgres_folder=
}

start_postgres() {
  find_postgres >/dev/null || install_postgres || return 1
  postgres_bin=$(find_postgres) || { echo "PostgreSQL was installed, and its initdb isn't found" >&2; return 1; }
  postgres_folder=$(mktemp -d)
  trap stop_postgres EXIT
  [ "$(id -u)" -ne 0 ] || chown postgres "$postgres_folder"
  (cd / && as_postgres "$postgres_bin/initdb" -D "$postgres_folder/data" -U emoe -A trust -E UTF8 --no-locale -N >"$postgres_folder/initdb.log" 2>&1) ||
    { cat "$postgres_folder/initdb.log" >&2; return 1; }
  local tries port
  for tries in 1 2 3 4 5 6 7 8; do
    port=$((20000 + RANDOM % 20000))
    # Nothing here outlives a power failure, so nothing waits for the disk.
    if (cd / && as_postgres "$postgres_bin/pg_ctl" start -D "$postgres_folder/data" -l "$postgres_folder/data/server.log" -w -t 30 \
      -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$postgres_folder -c fsync=off -c max_connections=200" >/dev/null 2>&1); then
      export EMOE_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=emoe;Database=postgres"
      return 0
    fi
  done
  cat "$postgres_folder/data/server.log" >&2
  return 1
}
