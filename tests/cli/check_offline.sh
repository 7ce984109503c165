#!/bin/sh
# check_offline.sh VERILOT: every command but `registers update` works where there is no network.
# Exit 77 where the machine makes no empty network namespace.
set -eu
verilot=$1
root=$(cd "$(dirname "$0")/../.." && pwd)
unshare -n true 2> /dev/null || unshare -rn true 2> /dev/null || { echo "no namespaces: skipped"; exit 77; }
alone() {
  if [ "$(id -u)" -eq 0 ]; then unshare -n "$@"; else unshare -rn "$@"; fi
}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export VERILOT_PACKS="$root" VERILOT_STATE_DIR="$folder/state" VERILOT_STORE="$folder/audits.db"
dossier=$root/fixtures/clinic/exosome-vial-no-sterility-test

# expect CODE WORDS...: the command ends with that code.
expect() {
  wanted=$1
  shift
  code=0
  alone "$verilot" "$@" > "$folder/out" 2>&1 || code=$?
  [ "$code" -eq "$wanted" ] && return
  echo "verilot $*: exit $code, not $wanted"
  cat "$folder/out"
  exit 1
}
expect 1 check "$dossier"
expect 0 explain exosome-vial-no-sterility-test/lots[0]/us-fda.610.12 "$dossier"
expect 0 ingest "$dossier/certificate.pdf"
expect 0 evidence request "$dossier"
expect 0 packs list
expect 0 schema dossier
expect 0 version
expect 0 eval "1 + 1"
expect 1 audit run "$root/fixtures/clinic"
expect 1 audit run "$root/fixtures/clinic" --as-of 2027-02-01
expect 0 audit diff
expect 0 audit replay
expect 0 audit forecast --days 10
expect 0 evidence export last -o "$folder/bundle.zip"
expect 0 evidence verify "$folder/bundle.zip"
expect 0 audit list
expect 0 audit show last
expect 0 audit backup "$folder/audits.backup"
expect 0 audit restore --check "$folder/audits.backup"
expect 0 report last -o html="$folder/run.html" -o csv="$folder/run.csv"
expect 0 registers status
letters=$root/fixtures/registers/warning-letters.csv
expect 0 registers import "$letters" --source us-fda-warning-letters --date 2026-11-20 \
  --sha256 "$(sha256sum "$letters" | cut -d' ' -f1)"
expect 0 registers search Brightwater
expect 2 supplier vet "Brightwater Tissue Services" --as-of 2026-11-22
expect 0 supplier hits
expect 0 waiver list
expect 1 scan "$root/fixtures/group/dossiers.ndjson" --as-of 2026-11-22
expect 0 packs lint
echo "all of it without a network"
