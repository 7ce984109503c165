#include "ingest/dossier_reader.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>

#include "ingest/certificate_reader.h"
#include "ingest/sample_schema.h"
#include "support/samples.h"

namespace fs = std::filesystem;

namespace verilot {
namespace {

struct Read {
  std::string id;
  bool found = false;
  Evidence evidence;
  std::string problems;
  std::vector<ReadDocument> documents;

  NodeId at(const char* path) const {
    CAPTURE(path);
    const NodeId node = evidence.find(path);
    REQUIRE(node != kNoNode);
    return node;
  }
  NodeKind kind(const char* path) const { return evidence.kind(at(path)); }
  std::string text(const char* path) const { return evidence.text(at(path)); }
  std::string reason(const char* path) const { return std::string(evidence.reason(at(path))); }
  Basis basis(const char* path) const { return evidence.basis(at(path)); }
};

Read read_path(const std::string& path) {
  ReadDossier read = read_dossier(path, sample_schema(), sample_tables());
  Read result{read.id, read.found, {}, all_lines(read.problems), read.documents};
  result.evidence = std::move(read.builder).finish();
  return result;
}

Read read_yaml(const std::string& text, SampleFolder::Files documents = {}) {
  const SampleFolder folder(documents);
  folder.write("dossier.yaml", text);
  return read_path(folder.name());
}

TEST_CASE("dossier: a key that is not there stays away, and that is not a stated none") {
  const Read read = read_yaml("product: { name: Exo }\n");
  CHECK(read.problems == "");
  CHECK(read.evidence.find("product.origin") == kNoNode);
  CHECK(read.evidence.find("lots") == kNoNode);
}

TEST_CASE("dossier: what a fault cuts off is unknown, and its list incomplete") {
  const SampleFolder folder({});
  for (const auto& [name, text] :
       {std::pair{"dossier.json", R"({"claims":[{"text":"whole"},{"text":"FDA appr)"},
        {"dossier.json", R"({"claims":[{"text":"whole"},{"text" "x"}]})"},
        {"dossier.json", R"({"claims":[{"text":"whole"},)"},
        {"dossier.yaml", "claims:\n  - text: whole\n  - text: \"FDA appr"}}) {
    CAPTURE(text);
    folder.write(name, text);
    const Read read = read_path(folder.name() + "/" + name);
    CHECK(read.problems != "");
    CHECK(read.text("claims[0].text") == "whole");
    CHECK_FALSE(read.evidence.complete(read.at("claims")));
    const NodeId second = read.evidence.find("claims[1].text");
    CHECK((second == kNoNode || read.evidence.kind(second) == NodeKind::unknown));
  }
  for (const char* text : {R"({"product":{"passages":12)", R"({"product":{"passages":12 3}})"}) {
    folder.write("dossier.json", text);
    CHECK(read_path(folder.name() + "/dossier.json").kind("product.passages") == NodeKind::unknown);
  }
  folder.write("dossier.json", R"({"lots":[)");
  const Read opened = read_path(folder.name() + "/dossier.json");
  CHECK_FALSE(opened.evidence.complete(opened.at("lots")));
}

TEST_CASE("dossier: what is always something and an element of a list cannot be none") {
  for (const char* none : {"null", "none", "{ value: null }"}) {
    CAPTURE(none);
    const Read read = read_yaml("claims: [{ text: " + std::string(none) +
                                " }]\nproduct: { additives: [a, " + none + "] }\nlots: [null]\n");
    CHECK(read.reason("claims[0].text") == "unreadable: none");
    CHECK(read.reason("product.additives[1]") == "unreadable: none");
    CHECK(read.reason("lots[0]") == "unreadable: none");
    CHECK(read.problems.find("error: text cannot be none") != std::string::npos);
  }
}

TEST_CASE("dossier: words that say nobody knows are never values") {
  for (const char* word :
       {"unknown", "Unknown", "'UNKNOWN '", "not stated", "n/k", "TBC", "'?'", "''", "'  '", ""}) {
    CAPTURE(word);
    const Read read =
        read_yaml("product:\n  origin: " + std::string(word) + "\n  passages: " + word +
                  "\n  additives: " + word + "\nlots: " + word + "\n");
    CHECK(read.problems == "");
    for (const char* path : {"product.origin", "product.passages", "product.additives", "lots"}) {
      CHECK(read.kind(path) == NodeKind::unknown);
      CHECK(read.reason(path) == "not stated");
    }
  }
}

TEST_CASE("dossier: null and none state that there is none, an empty list that it is empty") {
  for (const char* word : {"null", "~", "none", "None"}) {
    CAPTURE(word);
    const Read read =
        read_yaml("product: { origin: " + std::string(word) + ", dose_volume: " + word +
                  ", additives: " + word + " }\nlots: []\n");
    CHECK(read.problems == "");
    CHECK(read.kind("product.origin") == NodeKind::null);
    CHECK(read.kind("product.dose_volume") == NodeKind::null);
    for (const char* path : {"product.additives", "lots"}) {
      CHECK(read.kind(path) == NodeKind::list);
      CHECK(read.evidence.size(read.at(path)) == 0);
      CHECK(read.evidence.complete(read.at(path)));
    }
  }
}

TEST_CASE("dossier: none is a value where a choice is called so") {
  CHECK(read_yaml("product: { discount: none }\n").text("product.discount") == "none");
  CHECK(read_yaml("product: { discount: none }\n").kind("product.discount") == NodeKind::text);
  CHECK(read_yaml("product: { discount: null }\n").kind("product.discount") == NodeKind::null);
}

TEST_CASE("dossier: every type is read with its place") {
  const Read read = read_yaml(
      "product:\n  name: 0.50\n  viable_cells: false\n  passages: 3\n  ph: '7.40'\n  dose_volume: "
      "0.50 mL\n"
      "lots:\n  - { number: '0017', manufactured: 2026-11, expiry: 2026-12 }\nmarkets: [usa, "
      "United-Kingdom, uk]\n");
  CHECK(read.problems ==
        "dossier.yaml:9:16: error: 'United-Kingdom' does not fit markets: expected one of US, GB "
        "(at /markets/1)\n");
  CHECK(read.text("product.name") == "0.50");
  CHECK(read.kind("product.viable_cells") == NodeKind::boolean);
  CHECK(read.evidence.integer(read.at("product.passages")) == 3);
  CHECK(read.text("product.ph") == "7.40");
  CHECK(read.text("product.dose_volume") == "0.50 mL");
  CHECK(to_string(read.evidence.where(read.at("product.dose_volume"))) == "dossier.yaml:6:16");
  CHECK(read.text("lots[0].number") == "0017");
  CHECK(to_string(read.evidence.date(read.at("lots[0].manufactured"))) == "2026-11");
  CHECK(to_string(read.evidence.date(read.at("lots[0].expiry"))) == "2026-12-31");
  CHECK(read.text("lots[0].expiry") == "2026-12");
  CHECK(read.text("markets[0]") == "US");
  CHECK(read.kind("markets[1]") == NodeKind::unknown);
  CHECK(read.text("markets[2]") == "GB");
  CHECK(read.evidence.complete(read.at("markets")));
}

TEST_CASE(
    "dossier: what does not fit its type is unknown, with a problem that says what would be "
    "right") {
  struct Case {
    const char *yaml, *path, *shown, *expected;
  };
  const Case cases[] = {
      {"product: { viable_cells: yes }", "product.viable_cells", "yes",
       "'yes' does not fit viable_cells: expected true or false"},
      {"product: { passages: -2 }", "product.passages", "-2",
       "'-2' does not fit passages: expected a whole number from 0 to 9223372036854775807"},
      {"product: { passages: 2.0 }", "product.passages", "2.0",
       "'2.0' does not fit passages: expected a whole number from 0 to 9223372036854775807"},
      {"product: { passages: 99999999999999999999 }", "product.passages", "99999999999999999999",
       "'99999999999999999999' does not fit passages: expected a whole number from 0 to "
       "9223372036854775807"},
      {"product: { ph: 7 % }", "product.ph", "7 %",
       "'7 %' does not fit ph: expected a number that is not negative"},
      {"product: { dose_volume: 5 }", "product.dose_volume", "5",
       "'5' does not fit dose_volume: expected a number with a unit that is not negative, such as "
       "\"0.5 EU/mL\""},
      {"product: { dose_volume: -5 mL }", "product.dose_volume", "-5 mL",
       "'-5 mL' does not fit dose_volume: expected a number with a unit that is not negative, such "
       "as \"0.5 EU/mL\""},
      {"product: { dose_volume: 5 furlong }", "product.dose_volume", "5 furlong",
       "'5 furlong' does not fit dose_volume: expected a number with a unit that is not negative, "
       "such as \"0.5 "
       "EU/mL\"; the unit 'furlong' is in no table of rules/tables/units.yaml"},
      {"practice: { country: Narnia }", "practice.country", "Narnia",
       "'Narnia' does not fit country: expected one of US, GB"},
      {"product: { name: [a, b] }", "product.name", "a list",
       "'a list' does not fit name: expected a text"},
      {"product: Exo", "product", "Exo", "'Exo' does not fit product: expected keys and values"},
  };
  for (const Case& c : cases) {
    const Read read = read_yaml(c.yaml);
    CHECK(read.problems.find(std::string(": error: ") + c.expected + " (at /") !=
          std::string::npos);
    CHECK(read.problems.starts_with("dossier.yaml:1:"));
    CHECK(std::count(read.problems.begin(), read.problems.end(), '\n') == 1);
    CHECK(read.kind(c.path) == NodeKind::unknown);
    CHECK(read.reason(c.path) == "unreadable: '" + std::string(c.shown) + "'");
  }
}

TEST_CASE("dossier: dates that do not exist are unknown facts, and the rest is there") {
  const Read read =
      read_yaml("lots: [{ number: A, manufactured: 2026-02-30, expiry: 30/11/2026 }]\n");
  CHECK(read.problems ==
        "dossier.yaml:1:35: error: '2026-02-30' does not fit manufactured: expected a date that "
        "exists, such as 2026-11-22 or 2026-11 (at /lots/0/manufactured)\n"
        "dossier.yaml:1:55: error: '30/11/2026' does not fit expiry: expected a date that exists, "
        "such as 2026-11-22 or 2026-11 (at /lots/0/expiry)\n");
  CHECK(read.text("lots[0].number") == "A");
  CHECK(read.kind("lots[0].expiry") == NodeKind::unknown);
}

TEST_CASE(
    "dossier: unknown keys are reported with what was meant, and derived facts may not be stated") {
  const Read read = read_yaml("produkt: {}\nproduct: { nam: x }\narticles: []\nfoo: 1\n");
  CHECK(read.problems ==
        "dossier.yaml:1:1: error: unknown key 'produkt', did you mean 'product'?\n"
        "dossier.yaml:3:1: error: unknown key 'articles'; expected id, markets, product, lots, "
        "certificates, claims, "
        "practice\n"
        "dossier.yaml:4:1: error: unknown key 'foo'; expected id, markets, product, lots, "
        "certificates, claims, "
        "practice\n"
        "dossier.yaml:2:12: error: unknown key 'nam', did you mean 'name'? (at /product)\n");
  CHECK(read.evidence.find("articles") == kNoNode);
  CHECK(read.evidence.find("foo") == kNoNode);
}

TEST_CASE("dossier: a key written twice is two assertions, which may contradict") {
  const Read read = read_yaml("product:\n  name: A\n  name: B\n");
  CHECK(read.problems ==
        "dossier.yaml:3:3: error: key 'name' is written twice; write it once (at /product)\n");
  CHECK(read.reason("product.name") == "contradicted");
}

TEST_CASE("dossier: a list says when it is not complete") {
  const Read read = read_yaml(
      "lots: { complete: false, items: [{ number: A }] }\nmarkets: { complete: true, items: [US] "
      "}\n");
  CHECK(read.problems == "");
  CHECK_FALSE(read.evidence.complete(read.at("lots")));
  CHECK(read.reason("lots") == "the dossier says that the list is not complete");
  CHECK(read.text("lots[0].number") == "A");
  CHECK(read.evidence.complete(read.at("markets")));
  const Read empty = read_yaml("lots: { complete: false }\n");
  CHECK(empty.problems == "");
  CHECK_FALSE(empty.evidence.complete(empty.at("lots")));
  CHECK(read_yaml("markets: US\n").text("markets[0]") == "US");
}

TEST_CASE("dossier: keys where a list belongs never state an empty list") {
  const Read read = read_yaml("lots: { number: A }\n");
  CHECK(read.problems ==
        "dossier.yaml:1:9: error: unknown key 'number'; expected complete, items (at /lots)\n"
        "dossier.yaml:1:7: error: 'keys without `items:`' does not fit lots: expected a list (at "
        "/lots)\n");
  CHECK(read.kind("lots") == NodeKind::unknown);
  const Read vague = read_yaml("lots: { complete: maybe, items: [] }\n");
  CHECK(vague.problems ==
        "dossier.yaml:1:19: error: 'complete' must be true or false (at /lots/complete)\n");
  CHECK_FALSE(vague.evidence.complete(vague.at("lots")));
}

TEST_CASE("dossier: a documented fact stands where its document has the words") {
  const Read read = read_yaml(
      "product:\n  name: { value: Exo Crown, basis: documented, document: letter.txt }\n"
      "  origin: { value: donor, basis: registered, document: letter.txt, quote: 'from a  "
      "DONOR' }\n"
      "practice:\n  registration: { value: R-1, basis: observed, from: 2024-05-01, until: 2027 }\n",
      {{"letter.txt", "To whom it may concern\nabout Exo\nCrown, from a donor.\n"}});
  CHECK(read.problems == "");
  CHECK(read.basis("product.name") == Basis::documented);
  CHECK(to_string(read.evidence.where(read.at("product.name"))) == "letter.txt:2:7");
  CHECK(read.basis("product.origin") == Basis::registered);
  CHECK(to_string(read.evidence.where(read.at("product.origin"))) == "letter.txt:3:8");
  CHECK(read.basis("practice.registration") == Basis::observed);
  const Validity* dates = read.evidence.validity(read.at("practice.registration"));
  REQUIRE(dates != nullptr);
  CHECK(to_string(*dates->from) == "2024-05-01");
  CHECK(to_string(*dates->until) == "2027");
  REQUIRE(read.documents.size() == 1);
  CHECK(read.documents[0].name == "letter.txt");
  CHECK(read.documents[0].sha256.size() == 64);
}

TEST_CASE("dossier: a document that does not show the fact leaves it stated") {
  const Read read =
      read_yaml("product:\n  name: { value: Exo, basis: documented, document: letter.txt }\n",
                {{"letter.txt", "nothing of that name"}});
  CHECK(read.problems ==
        "dossier.yaml:2:9: warning: 'Exo' was not found in letter.txt: the fact counts as stated; "
        "quote the words that show it with `quote:` (at /product/name)\n");
  CHECK(read.basis("product.name") == Basis::stated);
  CHECK(read.text("product.name") == "Exo");
  const Read without = read_yaml("product: { name: { value: Exo, basis: documented } }\n");
  CHECK(without.problems ==
        "dossier.yaml:1:18: error: a documented fact needs `document:`, the file that shows it; it "
        "counts as stated (at /product/name)\n");
  CHECK(without.basis("product.name") == Basis::stated);
  const Read verified = read_yaml("product: { name: { value: Exo, basis: verified } }\n");
  CHECK(verified.problems ==
        "dossier.yaml:1:39: error: 'verified' is no basis: expected stated, documented, registered "
        "or observed (at /product/name/basis)\n");
}

TEST_CASE("dossier: a quotation without the value shows nothing") {
  const Read read = read_yaml(
      "product: { name: { value: Exo Crown, basis: documented, document: letter.txt, quote: Yours "
      "sincerely } }\n",
      {{"letter.txt", "Exo Crown. Yours sincerely"}});
  CHECK(read.problems ==
        "dossier.yaml:1:18: warning: 'Yours sincerely' does not hold the value 'Exo Crown': the "
        "fact counts as stated; quote the words that show it with `quote:` (at /product/name)\n");
  CHECK(read.basis("product.name") == Basis::stated);
}

TEST_CASE("dossier: another name of a species shows it, a part of a word does not") {
  const auto basis = [](const std::string& letter) {
    const Read read = read_yaml(
        "product: { origin: { value: Homo sapiens, basis: documented, document: letter.txt, "
        "quote: " +
            letter + " } }\n",
        {{"letter.txt", letter}});
    return read.basis("product.origin");
  };
  CHECK(basis("Human fat cells") == Basis::documented);
  CHECK(basis("Humanely kept cells") == Basis::stated);
}

TEST_CASE("dossier: a description is shown by words of it") {
  const auto basis = [](const std::string& letter) {
    const Read read = read_yaml(
        "product: { origin: { value: 'Fat is rinsed, digested by collagenase and then spun down', "
        "basis: documented, document: letter.txt, quote: " +
            letter + " } }\n",
        {{"letter.txt", letter}});
    return read.basis("product.origin");
  };
  CHECK(basis("Fat digested with collagenase") == Basis::documented);
  CHECK(basis("Yours sincerely") == Basis::stated);
}

TEST_CASE("dossier: a part of a longer text shows it, and a none is shown in any words") {
  const Read read = read_yaml(
      "product:\n"
      "  name: { value: Exo Crown, basis: documented, document: letter.txt, quote: crown }\n"
      "  origin: { value: null, basis: documented, document: letter.txt, quote: no donor }\n",
      {{"letter.txt", "The Crown has no donor."}});
  CHECK(read.problems == "");
  CHECK(read.basis("product.name") == Basis::documented);
  CHECK(read.basis("product.origin") == Basis::documented);
}

TEST_CASE("dossier: words of praise alone name nothing") {
  const Read read = read_yaml("product: { maker: Premium European  laboratory }\n");
  CHECK(read.problems ==
        "dossier.yaml:1:19: warning: 'Premium European  laboratory' names no facility: the fact "
        "counts as not known (at /product/maker)\n");
  CHECK(read.evidence.kind(read.at("product.maker")) == NodeKind::unknown);
  const Read named = read_yaml("product: { maker: Premium Laboratory of Testbury }\n");
  CHECK(named.text("product.maker") == "Premium Laboratory of Testbury");
}

TEST_CASE("dossier: an annotated blank is unknown and an annotated none is none") {
  const Read read = read_yaml(
      "product:\n  name: { value: , basis: observed }\n  origin: { value: none, basis: observed "
      "}\npractice: { country: { value: unknown }, registration: { value: null, basis: observed } "
      "}\n");
  CHECK(read.problems == "");
  CHECK(read.kind("product.name") == NodeKind::unknown);
  CHECK(read.reason("product.name") == "not stated");
  CHECK(read.kind("product.origin") == NodeKind::null);
  CHECK(read.basis("product.origin") == Basis::observed);
  CHECK(read.kind("practice.country") == NodeKind::unknown);
  CHECK(read.kind("practice.registration") == NodeKind::null);
}

TEST_CASE("dossier: an annotation without a value is an unknown fact, in a list too") {
  const Read read = read_yaml(
      "product: { name: { basis: observed }, additives: [{ basis: observed }, saline] }\n");
  CHECK(read.problems ==
        "dossier.yaml:1:18: error: a fact written with keys needs `value:` and one value (at "
        "/product/name)\n"
        "dossier.yaml:1:51: error: a fact written with keys needs `value:` and one value (at "
        "/product/additives/0)\n");
  CHECK(read.kind("product.name") == NodeKind::unknown);
  CHECK(read.evidence.size(read.at("product.additives")) == 2);
  CHECK(read.kind("product.additives[0]") == NodeKind::unknown);
}

TEST_CASE("dossier: the dates of an element of a list are its own") {
  const Read read = read_yaml("product: { additives: [saline, { value: albumin, from: 2024 }] }\n");
  CHECK(read.problems == "");
  CHECK(read.evidence.validity(read.at("product.additives[0]")) == nullptr);
  REQUIRE(read.evidence.validity(read.at("product.additives[1]")) != nullptr);
}

TEST_CASE("dossier: two sources agree or contradict") {
  const Read read = read_yaml(
      "product:\n  name: { assertions: [{ value: Exo }, { value: Exo, basis: observed }] }\n"
      "  origin: { assertions: [{ value: own }, { value: donor, basis: observed }] }\n");
  CHECK(read.problems == "");
  CHECK(read.basis("product.name") == Basis::observed);
  CHECK(read.kind("product.origin") == NodeKind::unknown);
  CHECK(read.reason("product.origin") == "contradicted");
  CHECK(read.evidence.assertions(read.at("product.origin")).size() == 2);
}

TEST_CASE("documents: a name may not leave the folder") {
  const SampleFolder outside({{"secret.txt", "Exo"}});
  const SampleFolder folder;
  fs::create_symlink(outside.path() / "secret.txt", folder.path() / "link.txt");
  const std::string absolute = outside.name("secret.txt");
  const std::pair<std::string, std::string> cases[] = {
      {"../secret.txt", "'../secret.txt' is outside the dossier's folder; name a file inside it"},
      {"a/../../secret.txt",
       "'a/../../secret.txt' is outside the dossier's folder; name a file inside it"},
      {absolute, "'" + absolute + "' is outside the dossier's folder; name a file inside it"},
      {"link.txt", "'link.txt' leads outside the dossier's folder; copy the file into it"},
      {"missing.txt", "document 'missing.txt' is not in the folder; add it or correct the name"},
      {".", "document '.' is a directory; name a file in it"},
  };
  for (const auto& [name, message] : cases) {
    CAPTURE(name);
    folder.write("dossier.yaml", "lots: [{ number: A, relabelling_document: " + name + " }]\n");
    const Read read = read_path(folder.name());
    CHECK(read.problems ==
          "dossier.yaml:1:43: error: " + message + " (at /lots/0/relabelling_document)\n");
    CHECK(read.kind("lots[0].relabelling_document") == NodeKind::unknown);
    CHECK(read.reason("lots[0].relabelling_document") ==
          "document '" + name + "' cannot be opened");
    CHECK(read.text("lots[0].number") == "A");
    CHECK(read.documents.empty());
  }
}

TEST_CASE("certificates: what cannot be read has one reason each, and the rest is read") {
  const SampleFolder folder(
      {{"dossier.yaml",
        "certificates: [{ document: pipe }, { document: folder }, { document: locked.xlsx },\n"
        "  { document: empty.pdf }, { document: large.csv }, { document: good.json }]\n"},
       {"folder/file", "x"},
       {"locked.xlsx", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0')},
       {"empty.pdf", ""},
       {"large.csv", "Test,Result\n"},
       {"good.json", R"({"lot": "A-1", "tests": []})"}});
  REQUIRE(::mkfifo(folder.name("pipe").c_str(), 0600) == 0);
  fs::resize_file(folder.name("large.csv"), 1u << 30);
  const Read read = read_path(folder.name());
  CHECK(read.problems ==
        "dossier.yaml:1:28: error: document 'pipe' is a pipe or a device, and no file; copy what "
        "it gives into a file (at /certificates/0/document)\n"
        "dossier.yaml:1:48: error: document 'folder' is a directory; name a file in it (at "
        "/certificates/1/document)\n"
        "locked.xlsx: error: is a file of an older office program; save it as .xlsx or PDF\n"
        "empty.pdf: error: is empty; ask for the file again\n"
        "dossier.yaml:2:40: error: document 'large.csv' is larger than 64 MB; split it (at "
        "/certificates/4/document)\n"
        "large.csv: warning: is in the folder but dossier.yaml does not name it, so it was not "
        "read; name it under certificates, claims or documents\n");
  CHECK(read.evidence.size(read.at("certificates")) == 6);
  CHECK(read.kind("certificates[3].lot") == NodeKind::unknown);
  CHECK(read.text("certificates[5].lot") == "A-1");
}

TEST_CASE("certificates: a document that cannot be read stands for one of which nothing is known") {
  const Read read = read_yaml("certificates: [{ document: coa.pdf }, { document: notes.doc }]\n",
                              {{"notes.doc", "x"}});
  CHECK(read.problems ==
        "dossier.yaml:1:28: error: document 'coa.pdf' is not in the folder; add it or correct the "
        "name (at /certificates/0/document)\n"
        "notes.doc: error: is no format that certificates are read from: expected " +
            certificate_formats() + "\n");
  CHECK(read.evidence.size(read.at("certificates")) == 2);
  CHECK(read.kind("certificates[0].lot") == NodeKind::unknown);
  CHECK(read.reason("certificates[0].tests") == "document 'coa.pdf' cannot be opened");
  CHECK(read.reason("certificates[1].tests") == "the format of notes.doc is not read");
}

TEST_CASE("certificates: a key beside a document of several certificates is a problem") {
  const Read read = read_yaml("certificates:\n  - document: coa.xml\n    lot: A-1\n",
                              {{"coa.xml",
                                "<certificates><certificate><lot>A-1</lot></certificate>"
                                "<certificate><lot>A-2</lot></certificate>"
                                "</certificates>"}});
  CHECK(read.problems ==
        "dossier.yaml:3:5: error: 'lot' is not read: the document beside it holds 2 certificates; "
        "split the file, or state the certificates without a document (at /certificates/0)\n");
  CHECK(read.evidence.size(read.at("certificates")) == 2);
}

TEST_CASE("certificates: one that is written out is read field by field") {
  const Read read = read_yaml(
      "certificates:\n  - { number: C-1, lot: null, tests: [{ analyte: sterility, result: No "
      "growth }] }\n");
  CHECK(read.problems == "");
  CHECK(read.kind("certificates[0].lot") == NodeKind::null);
  CHECK(read.text("certificates[0].tests[0].result") == "No growth");
}

TEST_CASE("certificates: rows beyond the limit are a problem and leave the list incomplete") {
  std::string rows;
  for (int i = 0; i < 1'001; ++i)
    rows += "<test><analyte>Endotoxin</analyte><result>1</result></test>";
  const Read read = read_yaml(
      "certificates: [{ document: coa.xml }]\n",
      {{"coa.xml", "<certificate><lot>A-1</lot><tests>" + rows + "</tests></certificate>"}});
  CHECK(read.evidence.size(read.at("certificates[0].tests")) == 1'000);
  CHECK(read.reason("certificates[0].tests") == "more than 1000 test rows");
  CHECK(read.problems.find("error: more than 1000 test rows in one certificate; the rest is not "
                           "read") != std::string::npos);
}

TEST_CASE("certificates: a printed text beyond the limit is an unknown fact and a problem") {
  const Read read = read_yaml(
      "certificates: [{ document: coa.xml }]\n",
      {{"coa.xml", "<certificate><lot>A-1</lot><tests><test><analyte>" + std::string(10'001, 'x') +
                       "</analyte><result>1</result></test></tests>"
                       "</certificate>"}});
  CHECK(read.kind("certificates[0].tests[0].analyte") == NodeKind::unknown);
  CHECK(read.reason("certificates[0].tests[0].analyte") == "a text longer than 10000 bytes");
  CHECK(read.text("certificates[0].tests[0].result") == "1");
  CHECK(read.problems.find("the text of analyte is longer than 10000 bytes") != std::string::npos);
}

TEST_CASE("dossier: blanks around a text count for its limit") {
  const Read read = read_yaml("product: { name: 'x" + std::string(10'000, ' ') + "' }\n");
  CHECK(read.kind("product.name") == NodeKind::unknown);
}

TEST_CASE("claims: a document that is longer than a claim may be is an unknown text") {
  const Read read =
      read_yaml("claims: [{ document: site.txt }]\n", {{"site.txt", std::string(10'001, 'x')}});
  CHECK(read.kind("claims[0].text") == NodeKind::unknown);
  CHECK(read.problems.find("the text of text is longer than 10000 bytes") != std::string::npos);
}

TEST_CASE("claims: the text of a document is its claim, documented there") {
  const Read read = read_yaml(
      "claims: [{ document: site.html, medium: web }, { text: Grows hair. }, { document: gone.txt "
      "}]\n",
      {{"site.html", "<p>FDA&nbsp;approved</p>"}});
  CHECK(read.text("claims[0].text") == "FDA approved");
  CHECK(read.basis("claims[0].text") == Basis::documented);
  CHECK(read.basis("claims[1].text") == Basis::stated);
  CHECK(read.evidence.find("claims[2].text") == kNoNode);
  CHECK(read.kind("claims[2].document") == NodeKind::unknown);
}

TEST_CASE("dossier: a file of the folder that nobody names is said not to be read") {
  const Read read =
      read_yaml("product: { name: Exo }\n",
                {{"coa.pdf", "x"}, {"b.csv", "x"}, {"readme.txt", "x"}, {".hidden.pdf", "x"}});
  CHECK(read.problems ==
        "b.csv: warning: is in the folder but dossier.yaml does not name it, so it was not read; "
        "name it under certificates, claims or documents\n"
        "coa.pdf: warning: is in the folder but dossier.yaml does not name it, so it was not read; "
        "name it under certificates, claims or documents\n");
}

TEST_CASE("dossier: the id is stated, else the name of the folder or file") {
  const SampleFolder folder({{"lot-7/dossier.json", "{\"product\": {\"name\": \"Exo\"}}"},
                             {"solo.json", "{\"product\": {\"name\": \"Exo\"}}"},
                             {"named.yaml", "id: EXO-1\n"}});
  CHECK(read_path(folder.name("lot-7")).id == "lot-7");
  CHECK(read_path(folder.name("lot-7/")).id == "lot-7");
  CHECK(read_path(folder.name("lot-7/.")).id == "lot-7");
  CHECK(read_path(folder.name("solo.json")).id == "solo");
  CHECK(read_path(folder.name("named.yaml")).id == "EXO-1");
  CHECK(read_path(folder.name("solo.json")).text("product.name") == "Exo");
}

TEST_CASE("dossier: a folder without a dossier, or with two, is one problem") {
  const SampleFolder none({{"coa.pdf", "x"}});
  const SampleFolder two({{"dossier.yaml", "id: a\n"}, {"dossier.json", "{}"}});
  CHECK(read_path(none.name()).problems ==
        none.name() + ": error: holds no dossier.yaml or dossier.json; add one\n");
  CHECK_FALSE(read_path(none.name()).found);
  CHECK(read_path(two.name()).problems ==
        two.name() + ": error: holds dossier.yaml and dossier.json; keep one\n");
  CHECK_FALSE(read_path(two.name()).found);
}

TEST_CASE("dossier: a file that holds no dossier is one problem with its place") {
  const std::pair<std::string, std::string> cases[] = {
      {"", "dossier.yaml: error: is empty; write what is known, or leave the file out\n"},
      {"just words\n",
       "dossier.yaml:1:1: error: is no dossier: expected keys such as `product:` and `lots:`\n"},
      {"- a\n",
       "dossier.yaml:1:1: error: is no dossier: expected keys such as `product:` and `lots:`\n"},
      {std::string("\xFF\xFE"
                   "a\0",
                   4),
       "dossier.yaml:1:1: error: is UTF-16; save the file as UTF-8\n"},
  };
  for (const auto& [text, problems] : cases) {
    const Read read = read_yaml(text);
    CHECK(read.problems == problems);
    CHECK_FALSE(read.found);
  }
}

TEST_CASE("dossier: a dossier with a fault of encoding is still read") {
  const Read read = read_yaml("product: { name: Caf\xE9 }\nlots: [{ number: A }]\n");
  CHECK(read.found);
  CHECK(read.problems == "dossier.yaml:1:21: error: is not UTF-8 here; save the file as UTF-8\n");
  CHECK(read.text("lots[0].number") == "A");
}

TEST_CASE("cases: the documents that a case names are taken as present") {
  const LoadedYaml loaded = load_yaml(
      "product: { name: { value: Exo, basis: documented } }\nlots: [{ relabelling_document: "
      "relabelling.txt }]\n",
      "case.yaml");
  ReadDossier read = read_case(loaded.root, sample_schema(), sample_tables());
  CHECK(all_lines(read.problems) == "");
  const Evidence evidence = std::move(read.builder).finish();
  CHECK(evidence.basis(evidence.find("product.name")) == Basis::documented);
  CHECK(evidence.text(evidence.find("lots[0].relabelling_document")) == "relabelling.txt");
}

}  // namespace
}  // namespace verilot
