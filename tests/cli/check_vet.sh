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

# Each broken row keeps its own id, and its reason is told wherever only files are written.
printf 'id,name,country,fei\nr1,Clearwell Tissue LLC,US,3009990101\nr2,,US,\nr3,A,US,B,C\n,,US,\n' > "$folder/ids.csv"
vet 3 "$folder/ids" "$folder/ids.csv" -o "csv=$folder/ids-out.csv" -o "html=$folder/ids.html"
has "$folder/ids" "ids.csv:3: error: names nobody" "problems are told where only files are written"
has "$folder/ids-out.csv" "r2,,,,HOLD,0,0,0,1," "a broken row has its own id"
has "$folder/ids-out.csv" "r3,,,,HOLD,0,0,0,1," "a row with too many cells has its own id"
has "$folder/ids-out.csv" "line 5,,,,HOLD" "a broken row without an id has its line"
has "$folder/ids-out.csv" "ids.csv:4: error: has 5 cells" "the reason is in the row"
has "$folder/ids.html" "<td>r2</td>" "the page has the ids of the list"
has "$folder/ids.html" "<td>r1</td><td><a href=\"#s0\">Clearwell Tissue LLC</a>" "the page has ids and names"
[ "$(grep -o "ids.csv" "$folder/ids.html" | wc -l)" -eq 3 ] || fail "the path stands once for each broken row"
printf 'id,name,country,fei\nn1,Meridian Vesicle Carriers LLC,US,\n' > "$folder/near.csv"
vet 2 "$folder/near-list" "$folder/near.csv" -o csv
has "$folder/near-list" "near MERIDIAN VESICLE TRADING FZE 0." "the near name and its score in CSV"
has "$folder/near-list" ", hit " "the hit in CSV"
vet 2 "$folder/alias" "Meridian Vesicle Carriers LLC" --country US
has "$folder/alias" "entry MERIDIAN VESSEL WORKS FZE, ofac 90001" "whose the near alias is"

# An unknown country is told where it stands.
printf 'name,country\nZed Ltd,Atlantis\n' > "$folder/country.csv"
vet 3 "$folder/country" "$folder/country.csv" -o "csv=$folder/country-out.csv"
has "$folder/country" "country.csv:2: error:" "the row of an unknown country"
has "$folder/country-out.csv" "NOT READ" "an unknown country in CSV"
vet 3 "$folder/option" "Zed Ltd" --country Atlantis
has "$folder/option" "--country: error:" "the option of an unknown country"

# A list that cannot be read is no wrong command line.
printf 'name\nM\374ller GmbH\n' > "$folder/latin.csv"
vet 3 "$folder/latin" "$folder/latin.csv"
has "$folder/latin" "latin.csv:2: is not UTF-8" "a list in another encoding"
printf 'name\nA\000B\n' > "$folder/zero.csv"
vet 3 "$folder/zero" "$folder/zero.csv"
has "$folder/zero" "has a zero byte" "a list as UTF-16"
{ echo name; seq -f 'Firm %g' 1 10001; } > "$folder/long.csv"
vet 3 "$folder/long" "$folder/long.csv"

# A record of a decision that is damaged leaves the hit open, and the run is not complete.
for file in "$folder/state/hits/$hit"-*.json; do last=$file; done
cp "$last" "$folder/kept-record"
printf '{"hit":' > "$last"
vet 3 "$folder/damaged" "$near" --country US --fei 3009990104
has "$folder/damaged" "UNVF critical Whether Meridian Vesicle Works LLC" "a damaged record opens the hit"
hasnot "$folder/damaged" "exception" "a damaged record is told in words"
cp "$folder/kept-record" "$last"
"$verilot" supplier hits --state "$folder/none-kept" > "$folder/no-hits"
has "$folder/no-hits" "no near name was decided about" "no decisions"

# A statement of non-compliance, an end that is past, and rows that contradict each other.
head='reference,kind,name,duns,address,country,status,issued_on,expires_on,inspected_on,authority,activities'
{
  echo "$head"
  echo 'NCR/1,Statement of non-compliance with GMP,Gradient Cells SL,123456789,Calle 1,ES,Valid,2026-01-01,,2025-12-01,AEMPS,Manufacture'
  echo 'GMP/2,GMP certificate,Vencido Pharma SL,987654321,Calle 2,ES,Valid,2019-01-01,2022-01-01,2018-12-01,AEMPS,Manufacture'
} > "$folder/documents.csv"
import "$folder/documents.csv" eu-eudragmdp
vet 1 "$folder/against" "Gradient Cells SL" --country ES --duns 123456789
has "$folder/against" "FAIL critical" "a statement of non-compliance"
hasnot "$folder/against" "as current" "a statement of non-compliance is no registration"
vet 2 "$folder/past" "Vencido Pharma SL" --country ES --duns 987654321
has "$folder/past" "by its dates that ended on 2022-01-01" "an end that is past"
has "$folder/past" "[copy of 2026-11-20, 2 d old]" "the copy that a finding rests on"
for rows in "Registered,2026 Inactive,2024" "Inactive,2024 Registered,2026" "Registered,2021"; do
  {
    echo 'FEI,Establishment Name,Status,Registration Year'
    for row in $rows; do echo "3009990101,CLEARWELL TISSUE LLC,$row"; done
    for i in 1 2 3 4 5 6; do echo "300999020$i,FIRM $i LLC,Registered,2026"; done
  } > "$folder/rows.csv"
  import "$folder/rows.csv" us-fda-hctp-establishments --accept-fewer
  vet 2 "$folder/rows" "Clearwell Tissue LLC" --country US --fei 3009990101
  has "$folder/rows" "UNVF high Whether the registration 3009990101" "rows $rows"
done
import "$folder/establishments.csv" us-fda-hctp-establishments

# What is searched for: no absence where nothing can be compared or a name is near.
search() {  # search EXPECTED-EXIT OUT TEXT
  code=0
  "$verilot" registers search "$3" --state "$folder/state" --as-of 2026-11-22 > "$2" 2>&1 || code=$?
  [ "$code" -eq "$1" ] || { fail "search '$3': exit $code, expected $1"; cat "$2"; }
}
for text in LLC '...' '上海干细胞'; do
  search 3 "$folder/search" "$text"
  hasnot "$folder/search" "NOT IN" "search '$text'"
  has "$folder/search" "no word that can be compared" "search '$text'"
done
search 64 "$folder/search" ""
search 64 "$folder/search" "  "
search 0 "$folder/search" "Meridian Vesicle"
has "$folder/search" "[us-ofac-sdn]" "a near name"
hasnot "$folder/search" "NOT IN Specially Designated Nationals" "a near name is not absent"
search 0 "$folder/search" 3009990777
has "$folder/search" "NOT IN Human cell and tissue establishments" "a number that no register has"

vet 1 "$folder/dossier" "$root/fixtures/clinic/source-proprietary" --jurisdiction us-fda
has "$folder/dossier" "SOURCE CHAIN" "a dossier has its chain looked at"
hasnot "$folder/dossier" "NOT LOOKED AT" "a dossier is looked at in full"

# What the registers were asked here is not asked for once more.
printf '%s\n' 'product: { name: Serum, kind: exosome }' 'markets: [US, GB]' \
  'supplier: { name: Clearwell Tissue LLC, country: US, principals: [Ada Quillfeather] }' > "$folder/dossier.yaml"
code=0
"$verilot" supplier vet "$folder/dossier.yaml" --jurisdiction us-fda --jurisdiction uk-mhra --state "$folder/state" \
  --as-of 2026-11-22 > "$folder/asked" 2>&1 || code=$?
has "$folder/asked" 'Ada Quillfeather is not on the list "UK Sanctions List"' "the owner is searched"
hasnot "$folder/asked" "were not searched on the UK" "a search that was made is not asked for"
hasnot "$folder/asked" "When the registers were looked up is not known" "look-ups that were made are known"
sed -i 's/, principals: .*]//' "$folder/dossier.yaml"
"$verilot" supplier vet "$folder/dossier.yaml" --jurisdiction uk-mhra --state "$folder/state" \
  --as-of 2026-11-22 > "$folder/owners" 2>&1 || code=$?
has "$folder/owners" "the supplier was searched in the kept copy, its owners and directors were not" "owners who are not named"

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
  "$folder/cleared" "$folder/decided" || fail "a line is longer than 80 columns"
exit $status
