#!/bin/sh
# Judges every dossier of the sample clinic and shows the verdicts. The dossiers are judged one by
# one, each as its `arguments` say. Some fail: that is what they are for, so the demonstration
# succeeds when every dossier could be judged, and says how many failed.
set -eu
verilot=$1
clinic=$2
failed=0 open=0 clear=0

for folder in "$clinic"/*/; do
  name=$(basename "$folder")
  code=0
  # shellcheck disable=SC2046  # arguments are words
  "$verilot" check "$folder" $(cat "$folder/arguments") --quiet > "/tmp/verilot-demo.$$" || code=$?
  case $code in
    0) clear=$((clear + 1)) ;;
    1) failed=$((failed + 1)) ;;
    2) open=$((open + 1)) ;;
    *) cat "/tmp/verilot-demo.$$"; rm -f "/tmp/verilot-demo.$$"; exit $code ;;
  esac
  [ "$name" = exosome-vial-no-sterility-test ] && cat "/tmp/verilot-demo.$$" && echo
  printf '%-36s %s\n' "$name" "$(grep -E '^(us-fda|uk-mhra) ' "/tmp/verilot-demo.$$" | tr -s ' ' | tr '\n' ' ')" >> "/tmp/verilot-demo.$$.all"
done
echo "The sample clinic:"
cat "/tmp/verilot-demo.$$.all"
rm -f "/tmp/verilot-demo.$$" "/tmp/verilot-demo.$$.all"
echo
echo "$failed dossiers have failures, $open are open, $clear have neither at or above high: the clinic is made to show all three."
