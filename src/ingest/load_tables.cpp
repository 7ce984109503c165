#include "ingest/load_tables.h"

#include <re2/re2.h>

#include <charconv>
#include <set>
#include <utility>

#include "ingest/load_certificate_checks.h"
#include "ingest/load_signal_table.h"
#include "ingest/load_supply_tables.h"
#include "model/date.h"
#include "yaml/yaml.h"

namespace verilot {
namespace {

const YamlNode& list_member(const YamlNode& map, const char* key, Problems& problems) {
  static const YamlNode kEmpty;
  const YamlNode* list = map.find(key);
  if (list != nullptr && list->is_list()) return *list;
  problems.push_back({ProblemLevel::error, list == nullptr ? map.where : list->where,
                      std::string("'") + key + "' must be a list"});
  return kEmpty;
}

std::string required_text(const YamlNode& map, const char* key, Problems& problems) {
  const std::size_t before = problems.size();
  std::string text = text_member(map, key, problems);
  if (text.empty() && problems.size() == before) {
    problems.push_back({ProblemLevel::error, map.where, std::string("'") + key + "' is missing"});
  }
  return text;
}

// A pattern that does not compile is reported here once and left out, so that no reader has to ask.
std::vector<std::string> patterns(const YamlNode& map, const char* key, Problems& problems) {
  std::vector<std::string> good;
  for (const YamlNode& item : list_member(map, key, problems).items) {
    const re2::RE2 compiled(item.text, re2::RE2::Quiet);
    if (compiled.ok()) {
      good.push_back(item.text);
    } else {
      problems.push_back({ProblemLevel::error, item.where, "not a pattern: " + compiled.error()});
    }
  }
  return good;
}

void note_id(const std::string& id, const YamlNode& entry, std::set<std::string>& seen,
             Problems& problems) {
  if (!id.empty() && !seen.insert(id).second) {
    problems.push_back({ProblemLevel::error, entry.where, "the id '" + id + "' is used twice"});
  }
}

// {mass: content, volume: fill_volume}
std::map<std::string, std::string> texts_of(const YamlNode& entry, const char* key,
                                            Problems& problems) {
  std::map<std::string, std::string> texts;
  const YamlNode* map = entry.find(key);
  if (map == nullptr) return texts;
  if (!map->is_map()) {
    problems.push_back(
        {ProblemLevel::error, map->where, std::string("'") + key + "' must be a map"});
    return texts;
  }
  for (const std::string& name : map->keys) texts[name] = text_member(*map, name.c_str(), problems);
  return texts;
}

void load_ambiguous(const YamlNode& root, Tables& tables, Problems& problems) {
  if (root.find("ambiguous") == nullptr) return;
  for (const YamlNode& entry : list_member(root, "ambiguous", problems).items) {
    refuse_unknown_keys(entry, {"name", "by_unit"}, problems);
    tables.ambiguous_analytes.push_back(
        {required_text(entry, "name", problems), texts_of(entry, "by_unit", problems)});
  }
}

void load_analytes(const YamlNode& root, Tables& tables, Problems& problems) {
  refuse_unknown_keys(root, {"analytes", "ambiguous"}, problems);
  load_ambiguous(root, tables, problems);
  std::set<std::string> seen;
  for (const YamlNode& entry : list_member(root, "analytes", problems).items) {
    refuse_unknown_keys(entry, {"id", "name", "synonyms"}, problems);
    Analyte analyte;
    analyte.id = required_text(entry, "id", problems);
    analyte.name = required_text(entry, "name", problems);
    analyte.synonyms = text_list_member(entry, "synonyms", problems);
    note_id(analyte.id, entry, seen, problems);
    if (!analyte.id.empty()) tables.analytes.push_back(std::move(analyte));
  }
}

double days_member(const YamlNode& entry, Problems& problems) {
  const YamlNode* days = entry.find("minimum_days");
  if (days == nullptr) return 0;
  double value = 0;
  const char* end = days->text.data() + days->text.size();
  const auto [rest, error] = std::from_chars(days->text.data(), end, value);
  if (error != std::errc{} || rest != end || value < 0 || value > 366) {
    problems.push_back(
        {ProblemLevel::error, days->where, "'minimum_days' must be a number from 0 to 366"});
    return 0;
  }
  return value;
}

std::string date_member(const YamlNode& entry, const char* key, Problems& problems) {
  std::string text = text_member(entry, key, problems);
  if (text.empty() || parse_date(text)) return text;
  problems.push_back({ProblemLevel::error, entry.find(key)->where,
                      std::string("'") + key + "' must be a date such as 2018-01-01"});
  return "";
}

void load_methods(const YamlNode& root, Tables& tables, Problems& problems) {
  refuse_unknown_keys(root, {"methods"}, problems);
  std::set<std::string> seen;
  for (const YamlNode& entry : list_member(root, "methods", problems).items) {
    refuse_unknown_keys(
        entry,
        {"id", "name", "patterns", "measures", "minimum_days", "source", "withdrawn", "standards"},
        problems);
    Method method;
    method.id = required_text(entry, "id", problems);
    method.name = required_text(entry, "name", problems);
    method.patterns = patterns(entry, "patterns", problems);
    method.measures = text_list_member(entry, "measures", problems);
    method.minimum_days = days_member(entry, problems);
    method.source = text_member(entry, "source", problems);
    method.withdrawn = date_member(entry, "withdrawn", problems);
    method.standards = texts_of(entry, "standards", problems);
    note_id(method.id, entry, seen, problems);
    if (!method.id.empty()) tables.methods.push_back(std::move(method));
  }
}

void load_roles(const YamlNode& root, const char* key,
                std::map<std::string, std::vector<std::string>>& roles, Problems& problems) {
  const YamlNode* map = root.find(key);
  if (map == nullptr || !map->is_map()) {
    problems.push_back({ProblemLevel::error, map == nullptr ? root.where : map->where,
                        std::string("'") + key + "' must be a map of role to words"});
    return;
  }
  for (const std::string& role : map->keys) roles[role] = text_list_member(*map, role, problems);
}

void load_words(const YamlNode& root, Tables& tables, Problems& problems) {
  refuse_unknown_keys(root,
                      {"labels", "columns", "titles", "results", "limits", "laboratory_words",
                       "not_laboratory_words", "figure_words", "look_alikes",
                       "accreditation_patterns", "company_forms", "post_words", "sample_labels",
                       "basis_words", "day_first_patterns", "month_first_patterns"},
                      problems);
  CertificateWords& words = tables.certificate;
  load_roles(root, "labels", words.labels, problems);
  load_roles(root, "columns", words.columns, problems);
  load_roles(root, "results", words.results, problems);
  load_roles(root, "limits", words.limits, problems);
  words.titles = text_list_member(root, "titles", problems);
  words.laboratory_words = text_list_member(root, "laboratory_words", problems);
  load_roles(root, "look_alikes", words.look_alikes, problems);
  words.figure_words = text_list_member(root, "figure_words", problems);
  words.not_laboratory_words = text_list_member(root, "not_laboratory_words", problems);
  words.accreditation_patterns = patterns(root, "accreditation_patterns", problems);
  words.company_forms = text_list_member(root, "company_forms", problems);
  words.post_words = text_list_member(root, "post_words", problems);
  words.sample_labels = text_list_member(root, "sample_labels", problems);
  words.basis_words = text_list_member(root, "basis_words", problems);
  words.day_first_patterns = patterns(root, "day_first_patterns", problems);
  words.month_first_patterns = patterns(root, "month_first_patterns", problems);
}

void load_source_words(const YamlNode& root, Tables& tables, Problems& problems) {
  const std::vector<std::string> roles = {"secret",
                                          "denied",
                                          "asks_source",
                                          "refuses_source",
                                          "refuses_certificate",
                                          "refuses_manufacturer",
                                          "refuses_process"};
  refuse_unknown_keys(root, roles, problems);
  for (const std::string& role : roles)
    tables.source[role] = patterns(root, role.c_str(), problems);
}

void load_topics(const YamlNode& root, Tables& tables, Problems& problems) {
  refuse_unknown_keys(root, {"topics"}, problems);
  std::set<std::string> seen;
  for (const YamlNode& entry : list_member(root, "topics", problems).items) {
    refuse_unknown_keys(entry, {"id", "words", "unless"}, problems);
    tables.topics.push_back({required_text(entry, "id", problems),
                             patterns(entry, "words", problems),
                             patterns(entry, "unless", problems)});
    note_id(tables.topics.back().id, entry, seen, problems);
  }
}

void load_claim_kinds(const YamlNode& root, Tables& tables, Problems& problems) {
  refuse_unknown_keys(root, {"kinds"}, problems);
  std::set<std::string> seen;
  for (const YamlNode& entry : list_member(root, "kinds", problems).items) {
    refuse_unknown_keys(entry, {"id", "problem", "borne_out"}, problems);
    ClaimKind kind{required_text(entry, "id", problems), false,
                   text_member(entry, "borne_out", problems)};
    const YamlNode* problem = entry.find("problem");
    if (problem == nullptr || !is_boolean(*problem, kind.problem))
      problems.push_back({ProblemLevel::error, problem == nullptr ? entry.where : problem->where,
                          "'problem' must be true or false"});
    note_id(kind.id, entry, seen, problems);
    tables.claim_kinds.push_back(std::move(kind));
  }
}

void load_unit(const YamlNode& entry, const std::string& unit_class, Tables& tables,
               Problems& problems) {
  refuse_unknown_keys(entry, {"ucum", "factor", "spellings"}, problems);
  const std::string ucum = required_text(entry, "ucum", problems);
  const std::string factor = required_text(entry, "factor", problems);
  const auto value = Decimal::parse(factor);
  if (!value || value->is_zero() || value->is_negative()) {
    problems.push_back({ProblemLevel::error, entry.where,
                        "'factor' must be a decimal above 0, not '" + factor + "'"});
    return;
  }
  for (std::string& spelling : text_list_member(entry, "spellings", problems)) {
    tables.units.add(std::move(spelling), {ucum, unit_class, *value});
  }
}

void load_units(const YamlNode& root, Tables& tables, Problems& problems) {
  refuse_unknown_keys(root, {"units"}, problems);
  for (const YamlNode& group : list_member(root, "units", problems).items) {
    refuse_unknown_keys(group, {"class", "base", "units"}, problems);
    const std::string unit_class = required_text(group, "class", problems);
    for (const YamlNode& entry : list_member(group, "units", problems).items) {
      load_unit(entry, unit_class, tables, problems);
    }
  }
}

}  // namespace

Tables load_tables(const std::filesystem::path& rules_dir, Problems& problems) {
  using Load = void (*)(const YamlNode&, Tables&, Problems&);
  constexpr std::pair<const char*, Load> kFiles[] = {
      {"analytes.yaml", load_analytes},
      {"methods.yaml", load_methods},
      {"certificate-words.yaml", load_words},
      {"source-words.yaml", load_source_words},
      {"topics.yaml", load_topics},
      {"units.yaml", load_units},
      {"identifiers.yaml", load_identifiers},
      {"source-chain.yaml", load_chain},
      {"provider-questions.yaml", load_questions},
      {"claim-kinds.yaml", load_claim_kinds},
      {"document-signals.yaml", load_document_signals},
      {"certificate-checks.yaml", load_certificate_checks},
      {"plausible-values.yaml", load_plausible_values},
  };
  Tables tables;
  for (const auto& [name, load] : kFiles) {
    const std::filesystem::path path = rules_dir / "tables" / name;
    const LoadedYaml loaded = load_file(path.string(), path.string());
    problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
    if (loaded.root.is_map()) load(loaded.root, tables, problems);
  }
  return tables;
}

}  // namespace verilot
