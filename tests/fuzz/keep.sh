#!/bin/sh
# keep.sh BUILD [TARGET...]: packs what runs have found so far, without what adds nothing, into
# corpus/TARGET.tar.gz, where the next run starts from it, on any machine.
set -eu
build=${1:?usage: keep.sh BUILD [TARGET...]}
shift
here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || set -- $(cd "$build/fuzz" && ls -d fuzz_*/ | tr -d /)
for target; do
  least=$build/fuzz/$target.least
  rm -rf "$least" && mkdir "$least"
  "$build/tests/$target" -merge=1 -max_len=1024 "$least" "$build/fuzz/$target" 2>"$least.log"
  tar -C "$least" --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -cf - . |
    gzip -9n > "$here/corpus/$target.tar.gz"
  echo "$target: $(ls "$least" | wc -l) inputs"
done
