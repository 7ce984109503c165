#!/bin/sh
# with_postgres.sh COMMAND...: runs it with VERILOT_TEST_POSTGRES naming an empty database of a
# PostgreSQL cluster on loopback, which lives in a temporary folder and is stopped afterwards by
# its own pid. Exit 77 where PostgreSQL is not installed.
set -eu

programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$programs" ] || { echo "PostgreSQL is not installed: skipped"; exit 77; }

folder=$(mktemp -d)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

# The server refuses to run as root.
as_owner() {
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --reuid=postgres --regid=postgres --init-groups "$@"
  else
    "$@"
  fi
}
stop() {
  [ -s "$folder/data/postmaster.pid" ] && kill -INT "$(head -n 1 "$folder/data/postmaster.pid")" &&
    while [ -e "$folder/data/postmaster.pid" ]; do sleep 0.1; done
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

[ "$(id -u)" -ne 0 ] || chown postgres: "$folder"
cd "$folder"
as_owner "$programs/initdb" -D "$folder/data" -A trust -E UTF8 --locale=C.UTF-8 -U verilot > "$folder/log"
as_owner "$programs/pg_ctl" -D "$folder/data" -w -l "$folder/server.log" \
  -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c fsync=off" \
  start > "$folder/log"
as_owner "$programs/createdb" -h 127.0.0.1 -p "$port" -U verilot audits
cd "$OLDPWD"
VERILOT_TEST_POSTGRES="postgresql://verilot@127.0.0.1:$port/audits" "$@"
