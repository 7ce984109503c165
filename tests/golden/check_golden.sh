#!/bin/sh
# Judges one dossier of the sample clinic and compares with the bytes beside it.
# VERILOT_UPDATE=1 writes them instead; read what changed before committing it.
#
#   check_golden.sh VERILOT FOLDER
set -eu
verilot=$1
folder=$2
cd "$folder/.."
name=$(basename "$folder")
# shellcheck disable=SC2046  # arguments are words
actual=$("$verilot" check "$name" $(cat "$name/arguments") 2>&1 || true)
if [ "${VERILOT_UPDATE:-}" = 1 ]; then
  printf '%s\n' "$actual" > "$name/expected.txt"
  exit 0
fi
printf '%s\n' "$actual" | diff -u "$name/expected.txt" -
