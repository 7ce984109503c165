#!/bin/sh
# check_batch.sh <verilot> <conformance_score> <folder of test files>: every file goes through
# `verilot eval --batch` and its answers through the score. 77 where the folder is not there.
[ -d "$3" ] || { echo "skipped: $3 is not there"; exit 77; }
status=0
for tests in "$3"/*.jsonl; do
  answers=$("$1" eval --batch < "$tests") || { echo "$tests: exit $?"; status=1; }
  report=$(printf '%s\n' "$answers" | "$2" "$tests") || status=1
  printf '%s: %s\n' "$(basename "$tests")" "$report"
done
exit $status
