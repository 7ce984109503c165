#include "ingest/explanations.h"

#include <algorithm>
#include <map>
#include <set>

#include "ingest/lexicon.h"
#include "ingest/text_fold.h"
#include "yaml/yaml.h"

namespace verilot {
namespace {

// The entries of a table by their text, with the place where they stand.
class Entries {
 public:
  explicit Entries(const std::filesystem::path& rules) : rules_(rules) {}

  // The scalar below `path` in the file for which `fits` is true: "file:line 'text'".
  template <typename Fits>
  std::string find(const char* file, const std::vector<std::string>& path, const Fits& fits) {
    const YamlNode* node = &root_of(file);
    for (const std::string& key : path) {
      node = node->find(key.c_str());
      if (node == nullptr) return "";
    }
    const YamlNode* found = scalar_in(*node, fits);
    if (found == nullptr) return "";
    return "rules/tables/" + std::string(file) + ":" + std::to_string(found->where.line) + " '" +
           found->text + "'";
  }

  // As find(), within the element of the list whose `key` has this value.
  template <typename Fits>
  std::string find_in_element(const char* file, const char* list, const char* key,
                              const std::string& value, const Fits& fits) {
    const YamlNode* elements = root_of(file).find(list);
    if (elements == nullptr) return "";
    for (const YamlNode& element : elements->items) {
      const YamlNode* id = element.find(key);
      if (id == nullptr || id->text != value) continue;
      const YamlNode* found = scalar_in(element, fits);
      if (found == nullptr) return "";
      return "rules/tables/" + std::string(file) + ":" + std::to_string(found->where.line) + " '" +
             found->text + "'";
    }
    return "";
  }

 private:
  const YamlNode& root_of(const char* file) {
    const auto [it, added] = roots_.try_emplace(file);
    if (added) it->second = load_file((rules_ / "tables" / file).string(), file).root;
    return it->second;
  }

  template <typename Fits>
  static const YamlNode* scalar_in(const YamlNode& node, const Fits& fits) {
    if (node.is_scalar()) return fits(node.text) ? &node : nullptr;
    for (const YamlNode& item : node.items) {
      if (const YamlNode* found = scalar_in(item, fits)) return found;
    }
    return nullptr;
  }

  std::filesystem::path rules_;
  std::map<std::string, YamlNode> roots_;
};

class Explainer {
 public:
  Explainer(const Tables& tables, const std::filesystem::path& rules)
      : tables_(tables), lexicon_(tables), entries_(rules) {}

  std::vector<Explanation> explain(const CertificateFile& file) {
    for (const Certificate& certificate : file.certificates) {
      if (certificate.title) title(certificate.title->text);
    }
    for (const Recognition& seen : file.recognised) recognition(seen);
    for (const Certificate& certificate : file.certificates) {
      for (const CertificateTest& one : certificate.tests) test(one);
    }
    std::ranges::move(unmatched_, std::back_inserter(all_));
    return std::move(all_);
  }

 private:
  void add(Explanation explanation) {
    if (!seen_.insert(explanation.kind + "\n" + explanation.printed).second) return;
    (explanation.meaning.empty() ? unmatched_ : all_).push_back(std::move(explanation));
  }

  void title(const std::string& printed) {
    const std::string plain = folded(printed);
    add({"title", printed, "title",
         entries_.find("certificate-words.yaml", {"titles"},
                       [&](const std::string& text) {
                         return plain.find(folded(text)) != std::string::npos;
                       }),
         ""});
  }

  // Labels and headers may be looked up without their unit, or as one half of two languages.
  void recognition(const Recognition& seen) {
    if (seen.kind == "date") return add({seen.kind, seen.printed, seen.meaning, "", seen.why});
    std::set<std::string> parts = {folded(seen.printed)};
    for (const char* separator : {"/", "(", "[", ","}) {
      std::size_t from = 0;
      for (std::size_t at = seen.printed.find(separator); at != std::string::npos;
           at = seen.printed.find(separator, from)) {
        parts.insert(folded(seen.printed.substr(from, at - from)));
        from = at + 1;
      }
      parts.insert(folded(seen.printed.substr(from)));
    }
    const std::string plain = folded(seen.printed);
    parts.insert(plain.substr(0, plain.rfind(' ')));
    const std::string section = seen.kind + "s";
    const std::string entry =
        entries_.find("certificate-words.yaml", {section, seen.meaning},
                      [&](const std::string& text) { return parts.count(folded(text)) != 0; });
    add({seen.kind, seen.printed, seen.meaning, entry,
         entry.empty() ? "by what stands in it" : ""});
  }

  void test(const CertificateTest& test) {
    analyte(test.analyte.text);
    if (test.method && !test.method_id.empty()) method(test);
    if (test.unit) unit(test.unit->text);
    for (const std::optional<Printed>* word : {&test.result, &test.printed_status}) {
      if (*word) result(word->value().text);
    }
  }

  void analyte(const std::string& printed) {
    const AnalyteMatch match = lexicon_.match_analyte(printed);
    if (match.id.empty()) return add({"analyte", printed, "", "", match.how});
    const std::string entry = entries_.find_in_element(
        "analytes.yaml", "analytes", "id", match.id,
        [&](const std::string& text) { return folded(text) == match.key; });
    add({"analyte", printed, match.id, entry, match.how});
  }

  void method(const CertificateTest& test) {
    const std::string pattern = lexicon_.method_pattern(test.method->text, test.method_id);
    const std::string entry =
        entries_.find_in_element("methods.yaml", "methods", "id", test.method_id,
                                 [&](const std::string& text) { return text == pattern; });
    add({"method", test.method->text, test.method_id, entry, equivalents(test.method_id)});
  }

  // "pattern; the same as jp 4.06, pheur 2.6.1, usp <71>"
  std::string equivalents(const std::string& id) const {
    std::string text;
    for (const Method& method : tables_.methods) {
      if (method.id != id) continue;
      for (const auto& [book, chapter] : method.standards)
        text += (text.empty() ? "; the same as " : ", ") + book + " " + chapter;
    }
    return "pattern" + text;
  }

  void unit(const std::string& printed) {
    const auto unit = tables_.units.find(printed);
    if (!unit) return;
    const auto plain = [](const std::string& text) {
      std::string out;
      for (const char c : text)
        if (c != ' ') out += c;
      return out;
    };
    const std::string entry = entries_.find("units.yaml", {"units"}, [&](const std::string& text) {
      return plain(text) == plain(printed);
    });
    add({"unit", printed, unit->ucum, entry, "UCUM, " + unit->unit_class});
  }

  void result(const std::string& printed) {
    const std::string role = lexicon_.result_role(printed);
    if (role.empty()) return;
    const std::string plain = folded(printed);
    std::string entry =
        entries_.find("certificate-words.yaml", {"results", role},
                      [&](const std::string& text) { return folded(text) == plain; });
    const bool whole = !entry.empty();
    if (!whole) {
      entry =
          entries_.find("certificate-words.yaml", {"results", role},
                        [&](const std::string& text) { return plain.starts_with(folded(text)); });
    }
    add({"result", printed, role, entry, whole ? "" : "without the amount that was tested"});
  }

  const Tables& tables_;
  const Lexicon lexicon_;
  Entries entries_;
  std::set<std::string> seen_;
  std::vector<Explanation> all_;
  std::vector<Explanation> unmatched_;
};

}  // namespace

std::vector<Explanation> explanations(const CertificateFile& file, const Tables& tables,
                                      const std::filesystem::path& rules) {
  return Explainer(tables, rules).explain(file);
}

std::string sentence_of(const Explanation& e) {
  if (e.meaning.empty())
    return "'" + e.printed + "' is in no table" + (e.how.empty() ? "" : ": " + e.how);
  std::string text = "'" + e.printed + "' is " + e.meaning;
  if (!e.entry.empty()) text += ": " + e.entry;
  if (!e.how.empty()) text += " (" + e.how + ")";
  return text;
}

}  // namespace verilot
