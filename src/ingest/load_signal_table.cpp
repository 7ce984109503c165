#include "ingest/load_signal_table.h"

#include <re2/re2.h>

#include <charconv>

namespace verilot {
namespace {

// Roles whose entries are patterns, and roles whose entries are plain words.
const std::vector<std::string> kPatterns = {"editors", "editing_creators", "resavers",
                                            "placeholders"};
const std::vector<std::string> kWords = {"watermarks", "font_styles", "sign_fonts", "unset_clocks"};
const std::vector<std::string> kLimits = {"hidden_words",      "ink",
                                          "ink_dots_per_inch", "overlaps_of_a_page",
                                          "overlap_share",     "rare_font_share",
                                          "days_file_older",   "picture_reading_confidence",
                                          "large_letters",     "text_line"};

void refuse(const YamlNode& node, std::string message, Problems& problems) {
  problems.push_back({ProblemLevel::error, node.where, std::move(message)});
}

void load_kind(const YamlNode& entry, DocumentSignalTable& table, Problems& problems) {
  refuse_unknown_keys(entry, {"id", "grade", "evidence", "question"}, problems);
  SignalKind kind{text_member(entry, "id", problems), text_member(entry, "grade", problems),
                  text_member(entry, "evidence", problems),
                  text_member(entry, "question", problems)};
  if (kind.id.empty() || kind.evidence.empty())
    return refuse(entry, "a signal needs 'id' and 'evidence'", problems);
  if (kind.grade != "error" && kind.grade != "warning" && kind.grade != "information")
    return refuse(entry, "'grade' must be error, warning or information", problems);
  if (kind.question.empty() != (kind.grade == "information"))
    return refuse(entry, "a signal that is more than information needs a 'question'", problems);
  table.kinds.push_back(std::move(kind));
}

void load_patterns(const YamlNode& root, const std::string& role, DocumentSignalTable& table,
                   Problems& problems) {
  const YamlNode* list = root.find(role);
  if (list == nullptr || !list->is_list())
    return refuse(list == nullptr ? root : *list, "'" + role + "' must be a list", problems);
  for (const YamlNode& item : list->items) {
    const re2::RE2 compiled(item.text, re2::RE2::Quiet);
    if (!compiled.ok()) {
      refuse(item, "not a pattern: " + compiled.error(), problems);
    } else {
      table.words[role].push_back(item.text);
    }
  }
}

void load_limits(const YamlNode& root, DocumentSignalTable& table, Problems& problems) {
  const YamlNode* map = root.find("limits");
  if (map == nullptr || !map->is_map())
    return refuse(map == nullptr ? root : *map, "'limits' must be a map of numbers", problems);
  refuse_unknown_keys(*map, kLimits, problems);
  for (const std::string& name : kLimits) {
    const YamlNode* node = map->find(name);
    double value = 0;
    if (node == nullptr) {
      refuse(*map, "'" + name + "' is missing", problems);
      continue;
    }
    const char* end = node->text.data() + node->text.size();
    const auto [rest, error] = std::from_chars(node->text.data(), end, value);
    if (error != std::errc{} || rest != end || value < 0)
      refuse(*node, "'" + name + "' must be a number", problems);
    else
      table.limits[name] = value;
  }
}

}  // namespace

void load_document_signals(const YamlNode& root, Tables& tables, Problems& problems) {
  std::vector<std::string> keys = {"signals", "limits"};
  keys.insert(keys.end(), kPatterns.begin(), kPatterns.end());
  keys.insert(keys.end(), kWords.begin(), kWords.end());
  refuse_unknown_keys(root, keys, problems);
  if (const YamlNode* list = root.find("signals"); list != nullptr && list->is_list()) {
    for (const YamlNode& entry : list->items) load_kind(entry, tables.signals, problems);
  } else {
    refuse(list == nullptr ? root : *list, "'signals' must be a list", problems);
  }
  for (const std::string& role : kPatterns) load_patterns(root, role, tables.signals, problems);
  for (const std::string& role : kWords)
    tables.signals.words[role] = text_list_member(root, role, problems);
  load_limits(root, tables.signals, problems);
}

}  // namespace verilot
