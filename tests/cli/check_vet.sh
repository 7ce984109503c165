#!/bin/sh
# check_vet.sh VERILOT ROOT: the sample suppliers, vetted: an inactive registration, a warning letter
# that names the FEI, a sanctioned name that is near and is cleared with its reason, a forged
# identifier, and one with nothing against it. A list, its reports, and dossiers go the same way.
set -eu
verilot=$1
root=$2
samples=$root/fixtures/suppliers
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
unset VERILOT_STATE_DIR VERILOT_STORE
status=0

fail() {
  echo "FAIL: $1"
  status=1
}
has() {  # has FILE WORDS CLAIM
  tr '\n' ' ' < "$1" | tr -s ' ' | grep -qF -- "$2" || { fail "$3: no '$2'"; cat "$1"; }
}
hasnot() {
  tr '\n' ' ' < "$1" | tr -s ' ' | grep -qF -- "$2" && { fail "$3: '$2'"; cat "$1"; } || true
}
import() {  # import FILE SOURCE [OPTION...]
  file=$1
  source=$2
  shift 2
  "$verilot" registers import "$file" --source "$source" --date 2026-11-20 \
    --sha256 "$(sha256sum "$file" | cut -d' ' -f1)" --state "$folder/state" "$@" > "$folder/import" 2>&1 ||
    { fail "import of $source"; cat "$folder/import"; }
}
vet() {  # vet EXPECTED-EXIT OUT WORD...
  wanted=$1
  out=$2
  shift 2
  code=0
  "$verilot" supplier vet "$@" --state "$folder/state" --as-of 2026-11-22 > "$out" 2>&1 || code=$?
  [ "$code" -eq "$wanted" ] || { fail "vet $*: exit $code, expected $wanted"; cat "$out"; }
}

# Lists with fewer than a hundred entries are extracts, which show no absence: FILE and a hundred rows
# that no test asks for, each with its number in place of N.
filled() {  # filled FILE ROW
  cat "$samples/registers/$1"
  i=100
  while [ $i -lt 200 ]; do
    echo "$2" | sed "s/N/$i/g"
    i=$((i + 1))
  done
}
none=,,,,,,,,,
filled letters-head.csv "01/05/2026,01/02/2026,Firm number N of the example,Office,Misbranded,,," > "$folder/letters.csv"
filled establishments.csv "3100000N,zubrowka N,,,,,US,Registered,2026,$none" > "$folder/establishments.csv"
filled uk-sanctions.csv "01/02/2026,FILN,,,zubrowka N,$none$none$none$none$none,,,,,,," > "$folder/uk-sanctions.csv"
filled sdn.csv "N,zubrowka N,,,,,,,,,," > "$folder/sdn-filled.csv"
import "$folder/establishments.csv" us-fda-hctp-establishments
import "$folder/letters.csv" us-fda-warning-letters
import "$folder/uk-sanctions.csv" uk-sanctions-list
import "$folder/sdn-filled.csv" us-ofac-sdn --file sdn
import "$samples/registers/alt.csv" us-ofac-sdn --file alt

vet 0 "$folder/clean" "Clearwell Tissue LLC" --country US --fei 3009990101
has "$folder/clean" "CLEAR: nothing against it in what was looked at" "the clean supplier"
has "$folder/clean" "NOT LOOKED AT authorisations, practitioners, chain" "what a name cannot show"

vet 1 "$folder/inactive" "Halyard Bioprep, Inc." --country US --fei 3009990102
has "$folder/inactive" "shows the registration 3009990102 of Halyard Bioprep, Inc. (supplier) as ended" \
  "an inactive registration"
has "$folder/inactive" "status Inactive; registration year 2024" "what the register says of it"

vet 1 "$folder/letter" "Lantern Cord Services Inc." --country US --fei 3009990103
has "$folder/letter" "FAIL high An open letter names Lantern Cord Services Inc." "a letter by its FEI"
has "$folder/letter" "subject: Unapproved New Drug/Unlicensed Biological Product" "what it is about"

vet 1 "$folder/forged" "Probity Reagents Ltd" --country GB --lei HWUPKR0MPOU8FGXBT349
has "$folder/forged" "the check digits are wrong" "a forged identifier"

vet 1 "$folder/borrowed" "Probity Reagents Ltd" --country GB --fei 3009990101
has "$folder/borrowed" "under another name" "the number of another firm"

near="Meridian Vesicle Works LLC"
vet 2 "$folder/near" "$near" --country US --fei 3009990104
has "$folder/near" "UNVF critical Whether Meridian Vesicle Works LLC" "a near name is open"
has "$folder/near" "MERIDIAN VESICLE TRADING FZE 0." "with its score"
hit=$(grep -o 'hit [0-9a-f]\{12\}' "$folder/near" | head -n 1 | cut -d' ' -f2)
decide() {
  "$verilot" supplier "$@" --state "$folder/state" --as-of 2026-11-22 --by "M. Ortiz" > "$folder/decided" 2>&1
}
decide clear 000000000000 "$near" --country US --fei 3009990104 --because none &&
  fail "a hit that is none was cleared"
decide clear "$hit" "$near" --country US --fei 3009990104 --because "A shipping agent elsewhere" ||
  { fail "clear"; cat "$folder/decided"; }
vet 0 "$folder/cleared" "$near" --country US --fei 3009990104
has "$folder/cleared" "by M. Ortiz on 2026-11-22: A shipping agent elsewhere" "cleared with its reason"
vet 2 "$folder/moved" "$near" --country US --fei 3009990104 --address "1 Other Street"
has "$folder/moved" "near MERIDIAN VESICLE TRADING FZE" "a changed party is compared anew"
sed 's/"EXAMPLE"/"EXAMPLE2"/' "$folder/sdn-filled.csv" > "$folder/sdn.csv"
import "$folder/sdn.csv" us-ofac-sdn --file sdn
vet 2 "$folder/changed" "$near" --country US --fei 3009990104
has "$folder/changed" "near MERIDIAN VESICLE" "a changed entry is compared anew"
import "$folder/sdn-filled.csv" us-ofac-sdn --file sdn
decide confirm "$hit" "$near" --country US --fei 3009990104 --because "Same owner" || fail "confirm"
vet 1 "$folder/confirmed" "$near" --country US --fei 3009990104
has "$folder/confirmed" "FAIL critical Meridian Vesicle Works LLC (supplier) is on the list" "a confirmed hit"
decide clear "$hit" "$near" --country US --fei 3009990104 --because "The owner was another" ||
  fail "what was confirmed can be cleared again"

vet 1 "$folder/list" "$samples/suppliers.csv" -o "csv=$folder/list.csv" -o "html=$folder/list.html" -o json
has "$folder/list.csv" "clean,Clearwell Tissue LLC,US,fei 3009990101,CLEAR,0,0" "the list as CSV"
has "$folder/list.csv" "forged,Probity Reagents Ltd,GB,,REJECT" "the list as CSV"
has "$folder/list.html" "<h1>Suppliers vetted</h1>" "the list as HTML"
python3 -c 'import json, sys
suppliers = json.load(open(sys.argv[1]))["suppliers"]
assert [one["verdict"] for one in suppliers] == ["CLEAR", "REJECT", "REJECT", "CLEAR", "REJECT"]' \
  "$folder/list" || fail "the list as JSON"

# Broken rows are told, the others are vetted; columns that nobody knows are refused.
printf 'name,fei\n"Clearwell Tissue LLC",3009990101\n,\n"=cmd()",\n' > "$folder/broken.csv"
vet 3 "$folder/broken" "$folder/broken.csv"
has "$folder/broken" "names nobody" "a row that names nobody"
has "$folder/broken" "Clearwell Tissue LLC" "the other rows"
printf 'nam,fei\nA,3009990101\n' > "$folder/columns.csv"
vet 64 "$folder/columns" "$folder/columns.csv"
has "$folder/columns" "did you mean 'name'" "an unknown column"
vet 66 "$folder/gone" "$folder/none.csv"

vet 1 "$folder/dossier" "$root/fixtures/clinic/source-proprietary" --jurisdiction us-fda
has "$folder/dossier" "SOURCE CHAIN" "a dossier has its chain looked at"
hasnot "$folder/dossier" "NOT LOOKED AT" "a dossier is looked at in full"

# Without any register nothing passes that a register would have to show.
mkdir "$folder/empty"
code=0
"$verilot" supplier vet "$near" --country US --state "$folder/empty" --as-of 2026-11-22 > "$folder/bare" 2>&1 || code=$?
[ "$code" -eq 2 ] || fail "without registers: exit $code, expected 2"
code=0
"$verilot" supplier vet "$near" --country US --state "$folder/none" > "$folder/nowhere" 2>&1 || code=$?
[ "$code" -eq 66 ] || fail "a state folder that is not there: exit $code, expected 66"
has "$folder/bare" "there is no copy of this register" "what is not kept is open"

# A copy that is out of date shows no absence.
code=0
"$verilot" supplier vet "Clearwell Tissue LLC" --country US --fei 3009990101 --state "$folder/state" \
  --as-of 2027-01-15 > "$folder/stale" 2>&1 || code=$?
[ "$code" -eq 2 ] || fail "out of date: exit $code, expected 2"
has "$folder/stale" "is out of date" "an old copy"

awk 'length($0) > 80 { print FILENAME ": " $0; wide = 1 } END { exit wide }' "$folder/clean" "$folder/near" \
  "$folder/cleared" || fail "a line is longer than 80 columns"
exit $status
