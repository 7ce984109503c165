#!/bin/sh
# run.sh BUILD [SECONDS [TARGET...]]: every target, or those named, each for that long (60 s).
# Starts from the seeds (corpus/TARGET; for the rule language corpus/expressions) and from what
# earlier runs found (corpus/TARGET.tar.gz; see keep.sh). What is new goes to BUILD/fuzz/TARGET.
set -eu
build=${1:?usage: run.sh BUILD [SECONDS [TARGET...]]}
seconds=${2:-60}
here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 2 ] && shift 2 || set -- $(cd "$here" && ls fuzz_*.cpp | sed 's/\.cpp$//')
failed=
for target; do
  grown=$build/fuzz/$target
  mkdir -p "$grown"
  [ ! -f "$here/corpus/$target.tar.gz" ] || tar -C "$grown" -xzf "$here/corpus/$target.tar.gz"
  seeds=$here/corpus/$target
  case $target in fuzz_parser | fuzz_checker | fuzz_evaluator) seeds=$here/corpus/expressions ;; esac
  [ -d "$seeds" ] || seeds=
  echo "== $target, $seconds s"
  "$build/tests/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 \
    -print_final_stats=1 -artifact_prefix="$grown.found-" "$grown" $seeds 2>"$grown.log" ||
    failed="$failed $target"
  grep -E '^stat::(number_of_executed_units|peak_rss_mb)|^(SUMMARY|artifact)|: (timeout|deadly)' \
    "$grown.log" || true
done
[ -z "$failed" ] || { echo "failed:$failed (logs and inputs in $build/fuzz)"; exit 1; }
