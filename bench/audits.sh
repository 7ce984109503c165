#!/bin/sh
# audits.sh VERILOT [COUNT [PACKS]]: a first audit of COUNT made dossiers, one in a hundred changed,
# the second audit, and `scan` over the same; seconds, ratio and peak memory of each.
set -eu
verilot=$1
count=${2:-10000}
packs=${3:-}
bench=$(dirname "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

python3 "$bench/make_dossiers.py" "$count" > "$folder/first.ndjson"
python3 "$bench/make_dossiers.py" "$count" 0.01 > "$folder/second.ndjson"
# Seconds and peak memory of a command, whatever it exits with.
timed() {
  name=$1
  shift
  /usr/bin/env python3 - "$name" "$folder/out" "$@" <<'PYTHON'
import resource, subprocess, sys, time
name, out, command = sys.argv[1], sys.argv[2], sys.argv[3:]
begun = time.monotonic()
with open(out, "w") as file:
    subprocess.run(command, stdout=file, stderr=subprocess.STDOUT)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{name:<34}{time.monotonic() - begun:9.2f} s{usage.ru_maxrss / 1024:9.1f} MB")
PYTHON
}
options="--as-of 2026-11-22 ${packs:+--jurisdiction $packs}"
store="--store $folder/audits.db --name stock --no-progress"
echo "$count dossiers, packs: ${packs:-by their markets}; $(nproc) threads, load $(cut -d' ' -f1 /proc/loadavg)"
cp "$folder/first.ndjson" "$folder/stock.ndjson"
# shellcheck disable=SC2086  # the options are words
timed "scan --counts" "$verilot" scan "$folder/stock.ndjson" --counts $options
timed "first audit" "$verilot" audit run "$folder/stock.ndjson" $options $store
timed "nothing changed" "$verilot" audit run "$folder/stock.ndjson" $options $store
cp "$folder/second.ndjson" "$folder/stock.ndjson"
timed "one in a hundred changed" "$verilot" audit run "$folder/stock.ndjson" $options $store
timed "all judged again (--full)" "$verilot" audit run "$folder/stock.ndjson" $options $store --full
tail -n 1 "$folder/out"
ls -l "$folder/audits.db" | awk '{printf "the store holds %.1f MB\n", $5 / 1048576}'
