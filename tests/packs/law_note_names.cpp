#include "law_note_names.h"

#include <fstream>
#include <regex>

namespace verilot {

namespace {

using Names = std::vector<std::string>;

std::string trimmed(const std::string& text) {
  const auto from = text.find_first_not_of(" \t.");
  const auto to = text.find_last_not_of(" \t.");
  return from == std::string::npos ? "" : text.substr(from, to - from + 1);
}

// The parts between commas and semicolons that stand in no braces or square brackets.
Names items_of(const std::string& text) {
  Names items(1);
  int depth = 0;
  for (const char c : text) {
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth == 0 && (c == ',' || c == ';'))
      items.emplace_back();
    else
      items.back() += c;
  }
  return items;
}

Names split_at(const std::string& text, const std::regex& separator) {
  return {std::sregex_token_iterator(text.begin(), text.end(), separator, -1), {}};
}

// `lot.release{person,date}` is two names, `coa.tests[sterility]` is coa.tests.
Names names_of_dotted(const std::string& item) {
  static const std::regex kToken(R"(^(?:[A-Za-z0-9_.*/]|\[[^\]]*\]|\{[^}]*\})+)");
  static const std::regex kIndex(R"(\[[^\]]*\])");
  std::smatch match;
  std::regex_search(item, match, kToken);
  const std::string token = std::regex_replace(match.str(), kIndex, "");
  const auto brace = token.find('{');
  if (brace == std::string::npos) return {trimmed(token)};
  Names names;
  for (const std::string& member : items_of(token.substr(brace + 1, token.size() - brace - 2)))
    names.push_back(token.substr(0, brace) + "." + trimmed(member));
  return names;
}

void add_names(const std::string& raw, Names& names) {
  static const std::regex kDotted(R"(^[a-z_]+[.{\[=].*)");
  static const std::regex kArticle("^(?:or|and|the|any|a) ");
  static const std::regex kSpaces(R"(\s+)");
  const std::string item = std::regex_replace(trimmed(raw), kArticle, "");
  if (item.empty()) return;
  const Names found = std::regex_match(item, kDotted)
                          ? names_of_dotted(item)
                          : Names{std::regex_replace(item, kSpaces, " ")};
  names.insert(names.end(), found.begin(), found.end());
}

Names lines_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  Names lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

void add_all(const std::string& entry, const std::string& line, std::vector<LawNoteName>& out) {
  for (std::string& name : names_of_evidence_line(line)) out.push_back({entry, std::move(name)});
}

void add_entries(const Names& lines, std::vector<LawNoteName>& out) {
  static const std::regex kEntry(R"(^(?:\*\*|#### )`([^`]+)`.*)");
  static const std::regex kEvidence(R"(^- (?:\*\*Evidence:\*\*|evidence:) (.*))");
  std::string entry;
  std::smatch match;
  for (const std::string& line : lines) {
    if (std::regex_match(line, match, kEntry)) entry = match[1];
    if (std::regex_match(line, match, kEvidence)) add_all(entry, match[1], out);
  }
}

void add_quoted(const std::string& text, std::vector<LawNoteName>& out) {
  static const std::regex kCode("`([^`]+)`");
  for (std::sregex_iterator it(text.begin(), text.end(), kCode), end; it != end; ++it)
    if (!(*it)[1].str().ends_with(".md")) add_all("head", (*it)[1], out);
}

// us-fda: the first column of the table after "Fields are named".
void add_field_table(const Names& lines, std::vector<LawNoteName>& out) {
  bool on = false;
  for (const std::string& line : lines) {
    if (line.starts_with("Fields are named")) on = true;
    if (line.starts_with("Outcomes:")) return;
    if (on && line.starts_with("| `")) add_quoted(line.substr(2, line.find('|', 2) - 2), out);
  }
}

// uk-mhra: the block of code after "Fact names used", a name and its values two blanks apart.
void add_fact_names(const Names& lines, std::vector<LawNoteName>& out) {
  enum { before, announced, inside } where = before;
  for (const std::string& line : lines) {
    if (line.starts_with("**Fact names used")) where = announced;
    const bool fence = line.starts_with("```");
    if (fence && where == inside) return;
    if (where == inside && !line.starts_with(" "))
      add_all("head", line.substr(0, line.find("  ")), out);
    if (fence && where == announced) where = inside;
  }
}

// eu-es: the names in the paragraph that ends "with these additions:".
void add_additions(const Names& lines, std::vector<LawNoteName>& out) {
  bool on = false;
  for (const std::string& line : lines) {
    if (line.starts_with("## ")) return;
    const auto at = line.find("additions:");
    if (on) add_quoted(line, out);
    if (at != std::string::npos) {
      on = true;
      add_quoted(line.substr(at), out);
    }
  }
}

}  // namespace

std::vector<std::string> names_of_evidence_line(const std::string& line) {
  static const std::regex kLeftOut(R"("[^"]*"|“[^”]*”|\([^()]*\)|\{\}|\{\.\.\.\})");
  static const std::regex kBetween(" or | and | / ");
  Names names;
  for (const std::string& item : items_of(std::regex_replace(line, kLeftOut, "")))
    for (const std::string& part : split_at(" " + item + " ", kBetween)) add_names(part, names);
  return names;
}

std::vector<LawNoteName> law_note_names(const std::filesystem::path& folder) {
  std::vector<LawNoteName> names;
  for (const char* file : {"us-fda.md", "uk-mhra.md", "eu-es.md", "other.md"})
    add_entries(lines_of(folder / file), names);
  add_field_table(lines_of(folder / "us-fda.md"), names);
  add_fact_names(lines_of(folder / "uk-mhra.md"), names);
  add_additions(lines_of(folder / "eu-es.md"), names);
  return names;
}

}  // namespace verilot
