// Damaged input of every kind: nothing crashes or hangs, what is wrong is reported with its file,
// and what can still be read is still judged. VERILOT_MUTATIONS sets the number of cases.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "audit/audit.h"
#include "evaluate/evidence_view.h"
#include "examine/examine.h"
#include "ingest/certificate_labels.h"
#include "ingest/certificate_reader.h"
#include "ingest/child_process.h"
#include "ingest/column_table.h"
#include "ingest/letterhead.h"
#include "packs/domain_values.h"
#include "packs/schema_loader.h"
#include "support/mutations.h"

namespace fs = std::filesystem;
using namespace verilot;

namespace {

const std::string kRoot = VERILOT_SOURCE_DIR;

const Rulebook& rulebook() {
  static const Rulebook loaded = load_rulebook(kRoot);
  return loaded;
}

const std::vector<RulePack>& packs() {
  static const std::vector<RulePack> loaded = [] {
    std::vector<std::string> ids;
    for (const PackName& pack : rulebook().packs) ids.push_back(pack.id);
    return load_packs(kRoot, ids, rulebook().schema, rulebook().tables).packs;
  }();
  return loaded;
}

const Date kDay = *parse_date("2026-11-22");

std::vector<fs::path> sorted_entries(const fs::path& folder) {
  std::vector<fs::path> paths;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

// A copy of a dossier's folder, in which its own file is written again and again.
class Workplace {
 public:
  explicit Workplace(const fs::path& folder) {
    fs::copy(folder, temporary_.path(), fs::copy_options::recursive);
    own_ =
        temporary_.path() / (fs::exists(folder / "dossier.json") ? "dossier.json" : "dossier.yaml");
    original_ = file_bytes(own_);
  }
  const std::string& original() const { return original_; }
  bool is_yaml() const { return own_.extension() == ".yaml"; }

  ExaminedDossier read(std::string_view text) const {
    write_bytes(own_, text);
    ReadDossier dossier =
        read_dossier(temporary_.path().string(), rulebook().schema, rulebook().tables);
    dossier.id = "case";
    return examine_dossier(std::move(dossier), rulebook());
  }

 private:
  TemporaryFolder temporary_;
  fs::path own_;
  std::string original_;
};

std::vector<fs::path> dossiers() {
  std::vector<fs::path> folders;
  for (const fs::path& folder : sorted_entries(fs::path(kRoot) / "fixtures/clinic"))
    if (fs::exists(folder / "dossier.yaml") || fs::exists(folder / "dossier.json"))
      folders.push_back(folder);
  return folders;
}

using Findings = std::map<std::string, Finding>;

Findings judged(const Evidence& evidence) {
  Findings findings;
  for (const RulePack& pack : packs())
    for (Finding& finding : evaluate(pack, evidence, {kDay, "case"}).findings)
      findings.emplace(pack.id + " " + finding.id, std::move(finding));
  return findings;
}

bool each_names_a_file(const Problems& problems) {
  return std::all_of(problems.begin(), problems.end(), [](const Problem& problem) {
    return !problem.where.file.empty() && !problem.message.empty();
  });
}

// "lots[2].certificates[0].lot" -> "lots", "product.name" -> "product".
std::string topic(const std::string& path) { return path.substr(0, path.find_first_of(".[")); }

// Facts made from others are of the topics of those as well.
void add_origins(std::set<std::string>& names) {
  if (names.count("chain") != 0) names.insert("source");
  if (names.count("answered") != 0) names.insert({"practice", "supplier"});
  if (names.count("identifiers") == 0) return;
  for (const IdentifierFacts& facts : rulebook().tables.identifiers.facts)
    for (const std::string& path : facts.paths) names.insert(topic(path));
}

std::set<std::string> topics(const Finding& finding) {
  std::set<std::string> names = {topic(finding.subject)};
  for (const ReadFact& fact : finding.evidence) names.insert(topic(fact.path));
  for (const ReadFact& fact : finding.applies_because) names.insert(topic(fact.path));
  for (const SearchedList& list : finding.searched) names.insert(topic(list.path));
  for (const MissingFact& fact : finding.unknown) names.insert(topic(fact.path));
  add_origins(names);
  return names;
}

bool is_pathway(const std::string& id) { return id.ends_with(".pathway"); }

bool pathways_differ(const Findings& a, const Findings& b) {
  return std::any_of(a.begin(), a.end(), [&](const auto& entry) {
    if (!is_pathway(entry.first)) return false;
    const auto other = b.find(entry.first);
    return other == b.end() || other->second.message != entry.second.message;
  });
}

// The findings that came out otherwise though they read nothing of the topic that was damaged.
std::vector<std::string> disturbed(const Findings& before, const Findings& after,
                                   const std::string& damaged) {
  std::vector<std::string> ids;
  const bool other_pathway = pathways_differ(before, after);
  for (const auto& [id, finding] : before) {
    const auto now = after.find(id);
    const bool same = now != after.end() && now->second.outcome == finding.outcome;
    if (same || topics(finding).count(damaged) != 0) continue;
    if (now != after.end() && topics(now->second).count(damaged) != 0) continue;
    if (!other_pathway) ids.push_back(id);
  }
  return ids;
}

// Every plain value of a dossier that stands on one line.
void collect_values(const YamlNode& node, std::vector<const YamlNode*>& values) {
  if (node.is_scalar() && !node.quoted && node.text.find('\n') == std::string::npos)
    values.push_back(&node);
  for (const YamlNode& item : node.items) collect_values(item, values);
}

// The text with the value replaced by one that fits no type but text; "" when it does not stand
// where it was read.
std::string with_broken_value(const std::string& text, const YamlNode& value) {
  std::size_t at = 0;
  for (int line = 1; line < value.where.line; ++line) at = text.find('\n', at) + 1;
  at += static_cast<std::size_t>(value.where.column - 1);
  if (text.compare(at, value.text.size(), value.text) != 0) return "";
  std::string broken = text;
  return broken.replace(at, value.text.size(), "2026-02-30 of something else");
}

void read_certificates(const std::string& name, const std::string& bytes) {
  const DocumentFile file{name, "", bytes};
  for (const CertificateReader& reader : certificate_readers()) {
    if (reader.format == "pdf") continue;
    const CertificateFile read = reader.read(file, rulebook().tables);
    CHECK(each_names_a_file(read.problems));
    const bool told = !read.problems.empty() || !read.unread_pages.empty();
    CHECK((told || !read.certificates.empty()));
  }
}

std::vector<fs::path> certificates(const std::string& extension) {
  std::vector<fs::path> files;
  for (const char* folder : {"fixtures/clinic", "fixtures/certificates"})
    for (const fs::directory_entry& entry :
         fs::recursive_directory_iterator(fs::path(kRoot) / folder))
      if (entry.path().extension() == extension) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

constexpr std::string_view kJsonCertificate = R"({"certificates": [{
  "number": "NB-26-0117", "product_name": "Exosome vial", "lot": "EXO-24117",
  "laboratory": "Northbridge Analytical", "client": "CaseDossier Clinic",
  "dates": {"received": "2026-05-01", "issued": "2026-05-20"},
  "tests": [{"analyte": "Sterility", "method": "USP <71>", "limit": "No growth",
             "result": "No growth", "printed_status": "Pass"},
            {"analyte": "Endotoxin", "limit": "< 0.5", "result": 0.10, "unit": "EU/mL"}]}]})";

// Expressions of every rule and question, as their packs have them.
std::vector<std::string> expressions() {
  std::vector<std::string> texts;
  for (const RulePack& pack : packs()) {
    for (const Rule& rule : pack.rules) {
      texts.push_back(rule.when.text);
      texts.push_back(rule.require.text);
    }
    for (const auto& [id, question] : pack.tree.questions) texts.push_back(question.condition.text);
  }
  std::erase(texts, "");
  return texts;
}

}  // namespace

TEST_CASE("mutations: a damaged dossier is judged, or reported with its file") {
  const std::vector<fs::path> folders = dossiers();
  const std::uint32_t each = 1 + mutation_count(0.40) / static_cast<std::uint32_t>(folders.size());
  for (const fs::path& folder : folders) {
    const Workplace place(folder);
    for (std::uint32_t i = 0; i < each; ++i) {
      INFO(folder.filename().string(), " mutation ", i);
      const Liveness live;
      const ExaminedDossier dossier = place.read(mutated(place.original(), i));
      CHECK(each_names_a_file(dossier.problems));
      if (dossier.found) {
        CHECK(!judged(dossier.evidence).empty());
      } else {
        CHECK(any_error(dossier.problems));
      }
      CHECK(live.within_bound());
    }
  }
}

TEST_CASE("mutations: one broken value disturbs no finding that does not read its topic") {
  const std::vector<fs::path> folders = dossiers();
  const std::uint32_t each = 1 + mutation_count(0.08) / static_cast<std::uint32_t>(folders.size());
  for (const fs::path& folder : folders) {
    const Workplace place(folder);
    if (!place.is_yaml()) continue;
    const Findings whole = judged(place.read(place.original()).evidence);
    const LoadedYaml loaded = load_yaml(place.original(), "dossier.yaml");
    std::vector<const YamlNode*> values;
    collect_values(loaded.root, values);
    for (std::uint32_t i = 0; i < each; ++i) {
      const YamlNode& value = *values[i * 7919u % values.size()];
      const std::string broken = with_broken_value(place.original(), value);
      if (broken.empty()) continue;
      const std::string pointer = value.where.pointer.substr(1);
      INFO(folder.filename().string(), " ", pointer);
      const Findings rest = judged(place.read(broken).evidence);
      const std::vector<std::string> ids =
          disturbed(whole, rest, pointer.substr(0, pointer.find('/')));
      CHECK_MESSAGE(ids.empty(), ids.size(), " findings, first: ", ids.empty() ? "" : ids.front());
    }
  }
}

TEST_CASE("mutations: a damaged file of rules is loaded, or reported with its file") {
  const TemporaryFolder temporary;
  fs::copy(fs::path(kRoot) / "rules", temporary.path() / "rules", fs::copy_options::recursive);
  fs::copy(fs::path(kRoot) / "jurisdictions", temporary.path() / "jurisdictions",
           fs::copy_options::recursive);
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(temporary.path()))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  const fs::path sample = fs::path(kRoot) / "fixtures/clinic/finasteride-topical-office-stock";
  const std::uint32_t count = mutation_count(0.10);
  for (std::uint32_t i = 0; i < count; ++i) {
    const fs::path& file = files[i * 13 % files.size()];
    const std::string original = file_bytes(file);
    INFO(file.lexically_relative(temporary.path()).string(), " mutation ", i);
    const Liveness live;
    write_bytes(file, mutated(original, i));
    const Rulebook damaged = load_rulebook(temporary.path().string());
    const Run run = audit({{sample.string()}, {"us-fda"}, kDay}, damaged);
    CHECK(each_names_a_file(run.problems));
    CHECK((run.dossiers.size() == 1 || any_error(run.problems)));
    CHECK(live.within_bound());
    write_bytes(file, original);
  }
}

TEST_CASE("mutations: a damaged XML, CSV or JSON certificate is read, or reported with its file") {
  std::vector<std::pair<std::string, std::string>> originals = {
      {"coa.json", std::string(kJsonCertificate)}};
  for (const char* extension : {".xml", ".csv"})
    for (const fs::path& path : certificates(extension))
      originals.emplace_back(path.filename().string(), file_bytes(path));
  const std::uint32_t count = mutation_count(0.20);
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto& [name, original] = originals[i % originals.size()];
    INFO(name, " mutation ", i);
    const Liveness live;
    read_certificates(name, mutated(original, i));
    CHECK(live.within_bound());
  }
}

TEST_CASE("mutations: a damaged PDF is read, or reported with its file") {
  const std::vector<fs::path> files = certificates(".pdf");
  const CertificateReader& reader = certificate_readers().front();
  REQUIRE(reader.format == "pdf");
  const std::uint32_t count = mutation_count(0.03);
  for (std::uint32_t i = 0; i < count; ++i) {
    const fs::path& path = files[i % files.size()];
    INFO(path.string(), " mutation ", i);
    const Liveness live;
    const CertificateFile read =
        reader.read({"coa.pdf", "", mutated(file_bytes(path), i)}, rulebook().tables);
    CHECK(each_names_a_file(read.problems));
    CHECK((!read.certificates.empty() || !read.unread_pages.empty() || !read.problems.empty()));
    CHECK(live.within_bound());
  }
}

TEST_CASE(
    "mutations: damaged words and boxes of a page are laid out, or reported with their file") {
  std::vector<std::string> originals;
  for (const fs::path& path : certificates(".pdf")) {
    const ChildResult run = run_child({"pdftotext", {"-bbox-layout", path.string(), "-"}}, {});
    if (run.ended == ChildEnd::exited && run.exit_code == 0) originals.push_back(run.output);
  }
  REQUIRE(!originals.empty());
  const Lexicon lexicon(rulebook().tables);
  const std::uint32_t count = mutation_count(0.09);
  for (std::uint32_t i = 0; i < count; ++i) {
    INFO("page ", i % originals.size(), " mutation ", i);
    const Liveness live;
    const PdfText text = parse_bbox_layout(mutated(originals[i % originals.size()], i), "coa.pdf");
    CHECK(each_names_a_file(text.problems));
    for (const PdfPage& page : text.pages) {
      const PageLayout layout = layout_of(page);
      Certificate certificate;
      apply_labels(certificate, find_labels(layout, lexicon, "coa.pdf"), DateOrder::day_first);
      find_unlabelled(certificate, layout, lexicon, "coa.pdf");
      for (const ColumnTable& table : find_tables(layout, lexicon))
        CHECK(std::all_of(table.rows.begin(), table.rows.end(), [&](const TableRow& row) {
          return row.cells.size() == table.columns.size();
        }));
      find_sample_tables(layout, lexicon);
    }
    CHECK(live.within_bound());
  }
}

TEST_CASE("mutations: a damaged expression gives a value or issues with their place") {
  const std::vector<std::string> originals = expressions();
  REQUIRE(!originals.empty());
  const Workplace place(fs::path(kRoot) / "fixtures/clinic/finasteride-topical-office-stock");
  const ExaminedDossier dossier = place.read(place.original());
  cel::Environment environment = pack_environment(rulebook().schema);
  environment.functions = packs().front().functions.get();
  const RuleActivation activation(dossier.evidence, packs().front().values, date_value(kDay));
  const std::uint32_t count = mutation_count(0.10);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::string text = mutated(originals[i * 31 % originals.size()], i);
    INFO(text.substr(0, 200), " mutation ", i);
    const Liveness live;
    const cel::Compiled compiled = cel::compile(text, environment, {.check = i % 3 != 0});
    CHECK(compiled.program.has_value() == compiled.issues.empty());
    for (const cel::Issue& issue : compiled.issues) CHECK(!cel::with_caret(text, issue).empty());
    if (compiled.program) CHECK(!cel::to_display(compiled.program->evaluate(activation)).empty());
    CHECK(live.within_bound());
  }
}
