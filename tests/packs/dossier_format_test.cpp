// docs/dossier-format.md against rules/dossier-schema.yaml and the law notes.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "law_note_names.h"
#include "packs/schema_loader.h"

namespace fs = std::filesystem;

namespace verilot {
namespace {

const fs::path kSource = VERILOT_SOURCE_DIR;

fs::path shared_folder() {
  const char* given = std::getenv("VERILOT_SHARED");
  return given != nullptr ? fs::path(given) : kSource / ".." / "shared";
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

Schema the_schema() {
  Problems problems;
  Schema schema = load_schema(kSource / "rules" / "dossier-schema.yaml", problems);
  for (const Problem& problem : problems) MESSAGE(to_string(problem));
  REQUIRE(problems.empty());
  return schema;
}

// A row of the table of names: where the name leads, and the entries it is limited to.
struct MappedName {
  std::string path;
  std::set<std::string> entries;  // empty: everywhere
};

std::multimap<std::string, MappedName> mapped_names() {
  static const std::regex kRow(R"(^\| `([^`]+)` \| `([^`]+)` \|(.*)\|$)");
  static const std::regex kCode("`([^`]+)`");
  std::multimap<std::string, MappedName> names;
  std::istringstream page(text_of(kSource / "docs" / "dossier-format.md"));
  bool on = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) on = line == "## Names in the law notes";
    std::smatch row;
    if (!on || !std::regex_match(line, row, kRow)) continue;
    MappedName mapped{row[2], {}};
    const std::string entries = row[3];
    for (std::sregex_iterator it(entries.begin(), entries.end(), kCode), end; it != end; ++it)
      mapped.entries.insert((*it)[1]);
    names.emplace(row[1], mapped);
  }
  return names;
}

// The rows that hold for a name in an entry: those that name the entry, else the general ones.
std::set<std::string> paths_of(const std::multimap<std::string, MappedName>& names,
                               const LawNoteName& wanted) {
  std::set<std::string> named;
  std::set<std::string> general;
  const auto [from, to] = names.equal_range(wanted.name);
  for (auto it = from; it != to; ++it) {
    if (it->second.entries.count(wanted.entry) != 0) named.insert(it->second.path);
    if (it->second.entries.empty()) general.insert(it->second.path);
  }
  return named.empty() ? general : named;
}

// "lots[].expiry" in the schema: [] after every list that is entered.
bool exists(const Schema& schema, const std::string& path) {
  if (path == "as_of" || path == "finding") return true;
  std::string type = schema.root;
  std::istringstream parts(path);
  for (std::string part; std::getline(parts, part, '.');) {
    const bool entered = part.ends_with("[]");
    const Field* field = schema.field(type, entered ? part.substr(0, part.size() - 2) : part);
    if (field == nullptr || (entered && field->kind != FieldKind::list)) return false;
    const bool object =
        field->kind == FieldKind::object || (entered && field->element == FieldKind::object);
    type = object ? field->type : "";
  }
  return true;
}

// The part of the page under "### name", up to the next heading.
std::string section(const std::string& page, const std::string& heading) {
  const auto from = page.find("\n### " + heading + "\n");
  if (from == std::string::npos) return "";
  return page.substr(from, page.find("\n#", from + 1) - from);
}

}  // namespace

TEST_CASE("law notes: an evidence line is parted into names") {
  CHECK(names_of_evidence_line("lot.release{person,date,criteria}") ==
        std::vector<std::string>{"lot.release.person", "lot.release.date", "lot.release.criteria"});
  CHECK(names_of_evidence_line("label image or template; patient name, coa.expiry (maker)") ==
        std::vector<std::string>{"label image", "template", "patient name", "coa.expiry"});
  CHECK(names_of_evidence_line(R"(practice.activities[] includes "Treatment, or injury")") ==
        std::vector<std::string>{"practice.activities"});
}

TEST_CASE("dossier format: every evidence name of the law notes maps to one schema path") {
  const fs::path notes = shared_folder() / "regulations";
  if (!fs::exists(notes / "us-fda.md")) {
    MESSAGE("skipped: no law notes in " << notes.string());
    return;
  }
  const auto mapped = mapped_names();
  const std::vector<LawNoteName> names = law_note_names(notes);
  CHECK(names.size() > 1000);
  for (const LawNoteName& name : names) {
    CAPTURE(name.entry);
    CAPTURE(name.name);
    CHECK(paths_of(mapped, name).size() == 1);
  }
}

TEST_CASE("dossier format: every path of the mapping exists in the schema") {
  const Schema schema = the_schema();
  const auto mapped = mapped_names();
  CHECK(mapped.size() > 700);
  for (const auto& [name, row] : mapped) {
    CAPTURE(name);
    CAPTURE(row.path);
    CHECK(exists(schema, row.path));
  }
}

TEST_CASE("dossier format: every field of the schema is documented") {
  const Schema schema = the_schema();
  const std::string page = text_of(kSource / "docs" / "dossier-format.md");
  for (const auto& [name, type] : schema.types) {
    const std::string table = section(page, name);
    CAPTURE(name);
    for (const Field& field : type.fields) {
      CAPTURE(field.name);
      CHECK(table.find("\n| `" + field.name + "` | ") != std::string::npos);
      CHECK(table.find(field.meaning) != std::string::npos);
    }
  }
}

TEST_CASE("dossier format: every value of an enumeration is documented") {
  const Schema schema = the_schema();
  const std::string page = text_of(kSource / "docs" / "dossier-format.md");
  for (const auto& [name, enumeration] : schema.enumerations) {
    const std::string table = section(page, name + " (choice)");
    CAPTURE(name);
    for (const Choice& choice : enumeration.choices) {
      CAPTURE(choice.value);
      CHECK(table.find("`" + choice.value + "`") != std::string::npos);
    }
  }
}

TEST_CASE("dossier format: no word means two values of one enumeration") {
  for (const auto& [name, enumeration] : the_schema().enumerations) {
    std::map<std::string, std::string> meant;
    for (const Choice& choice : enumeration.choices) {
      std::vector<std::string> words = choice.synonyms;
      words.push_back(choice.value);
      for (const std::string& word : words) {
        std::string folded;
        for (const char c : word)
          if (c != ' ' && c != '-' && c != '_' && c != '\'')
            folded += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        CAPTURE(name);
        CAPTURE(word);
        CHECK(meant.emplace(folded, choice.value).first->second == choice.value);
      }
    }
  }
}

TEST_CASE("dossier format: the example on the page is the example in the folder") {
  const std::string page = text_of(kSource / "docs" / "dossier-format.md");
  for (const char* file : {"dossier.yaml", "supplier-letter.txt"}) {
    CAPTURE(file);
    const std::string text = text_of(kSource / "docs" / "dossier-example" / file);
    CHECK(text.size() > 100);
    CHECK(page.find(text) != std::string::npos);
  }
}

}  // namespace verilot
