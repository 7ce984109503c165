#include "vetting/register_questions.h"

#include <re2/re2.h>
#include <algorithm>
#include <charconv>

#include "yaml/yaml.h"

namespace verilot {

namespace {

constexpr const char* kFile = "rules/tables/register-questions.yaml";

std::set<std::string> words_of(const YamlNode& map, const char* key, Problems& problems) {
  const std::vector<std::string> list = text_list_member(map, key, problems);
  return {list.begin(), list.end()};
}

double share_of(const YamlNode& map, const char* key, Problems& problems) {
  const std::string text = text_member(map, key, problems);
  double share = -1;
  std::from_chars(text.data(), text.data() + text.size(), share);
  if (share < 0 || share > 1)
    problems.push_back(
        {ProblemLevel::error, map.where, "'" + std::string(key) + "' must be a share from 0 to 1"});
  return share;
}

const std::vector<YamlNode>& items_of(const YamlNode& root, const char* key, Problems& problems) {
  static const std::vector<YamlNode> kNone;
  const YamlNode* list = root.find(key);
  if (list != nullptr && list->is_list()) return list->items;
  problems.push_back(
      {ProblemLevel::error, root.where, "'" + std::string(key) + "' must be a list"});
  return kNone;
}

PartyPlace place_of(const YamlNode& node, Problems& problems) {
  refuse_unknown_keys(node, {"path", "name", "country", "address", "other_names", "by_name"},
                      problems);
  PartyPlace place;
  place.path = text_member(node, "path", problems);
  for (const auto& [key, to] :
       {std::pair("name", &place.name), std::pair("country", &place.country),
        std::pair("address", &place.address), std::pair("other_names", &place.other_names)})
    if (node.find(key) != nullptr) *to = text_member(node, key, problems);
  const YamlNode* by_name = node.find("by_name");
  place.by_name = by_name != nullptr && text_member(node, "by_name", problems) == "true";
  return place;
}

Issuer issuer_of(const YamlNode& node, Problems& problems) {
  refuse_unknown_keys(node, {"scheme", "kind", "type", "form"}, problems);
  const auto text = [&](const char* key) {
    return node.find(key) != nullptr ? text_member(node, key, problems) : "";
  };
  Issuer issuer{text_member(node, "scheme", problems), text_member(node, "kind", problems),
                text("type"), nullptr};
  if (node.find("form") == nullptr) return issuer;
  issuer.form = std::make_shared<const RE2>(text("form"), RE2::Quiet);
  if (!issuer.form->ok())
    problems.push_back({ProblemLevel::error, node.where,
                        "'form' is no regular expression: " + issuer.form->error()});
  return issuer;
}

// Every node that the steps lead to: "source.links[]", "supplier.principals[]".
void enter(const Evidence& evidence, NodeId at, std::string_view path, std::vector<NodeId>& found) {
  if (at == kNoNode) return;
  if (path.empty()) return found.push_back(at);
  if (evidence.kind(at) != NodeKind::object) return;
  const std::size_t dot = path.find('.');
  std::string_view step = path.substr(0, dot);
  const std::string_view rest = dot == path.npos ? std::string_view() : path.substr(dot + 1);
  if (!step.ends_with("[]")) return enter(evidence, evidence.member(at, step), rest, found);
  step.remove_suffix(2);
  const NodeId list = evidence.member(at, step);
  if (list == kNoNode || evidence.kind(list) != NodeKind::list) return;
  for (const NodeId element : evidence.children(list)) enter(evidence, element, rest, found);
}

std::vector<NodeId> nodes_at(const Evidence& evidence, std::string_view path) {
  std::vector<NodeId> found;
  enter(evidence, evidence.root(), path, found);
  return found;
}

std::string text_at(const Evidence& evidence, NodeId object, const std::string& key) {
  const NodeId node = evidence.member(object, key);
  return node != kNoNode && evidence.kind(node) == NodeKind::text ? evidence.text(node) : "";
}

std::vector<std::string> texts_at(const Evidence& evidence, NodeId object, const std::string& key) {
  std::vector<std::string> texts;
  const NodeId list = evidence.member(object, key);
  if (list == kNoNode || evidence.kind(list) != NodeKind::list) return texts;
  for (const NodeId one : evidence.children(list))
    if (evidence.kind(one) == NodeKind::text) texts.push_back(evidence.text(one));
  return texts;
}

bool is_false(const Evidence& evidence, NodeId object, const char* key) {
  const NodeId node = evidence.member(object, key);
  return node != kNoNode && evidence.kind(node) == NodeKind::boolean && !evidence.boolean(node);
}

struct StatedNumber {
  std::string text;  // as the first fact states it
  std::string scheme, plain;
};

std::vector<StatedNumber> numbers_in(const Evidence& evidence, const RegisterSources& sources) {
  std::vector<StatedNumber> numbers;
  for (const NodeId one : nodes_at(evidence, "identifiers[]")) {
    if (is_false(evidence, one, "well_formed") || is_false(evidence, one, "check_digit_right"))
      continue;
    const std::string scheme = text_at(evidence, one, "scheme");
    const std::string plain = sources.plain(scheme, text_at(evidence, one, "plain"));
    if (!plain.empty()) numbers.push_back({text_at(evidence, one, "text"), scheme, plain});
  }
  return numbers;
}

// A number that several facts state is among the identifiers once: whoever states it has it.
bool states(const Evidence& evidence, NodeId party, const StatedNumber& number,
            const RegisterSources& sources) {
  return std::ranges::any_of(evidence.children(party), [&](NodeId member) {
    if (evidence.kind(member) != NodeKind::text) return false;
    const std::string text = evidence.text(member);
    return text == number.text || sources.plain(number.scheme, text) == number.plain;
  });
}

Party party_at(const Evidence& evidence, NodeId node, const PartyPlace& place,
               const std::vector<StatedNumber>& numbers, const RegisterSources& sources) {
  Party party{.path = evidence.path(node), .by_name = place.by_name};
  if (evidence.kind(node) == NodeKind::text) party.name = evidence.text(node);
  if (evidence.kind(node) != NodeKind::object) return party;
  party.name = text_at(evidence, node, place.name);
  party.country = text_at(evidence, node, place.country);
  party.address = text_at(evidence, node, place.address);
  party.type = text_at(evidence, node, "type");
  party.other_names = texts_at(evidence, node, place.other_names);
  for (const StatedNumber& number : numbers)
    if (states(evidence, node, number, sources))
      party.numbers.emplace_back(number.scheme, number.plain);
  std::ranges::sort(party.numbers);
  party.numbers.erase(std::ranges::unique(party.numbers).begin(), party.numbers.end());
  return party;
}

bool same_party(const Party& a, const Party& b) {
  return std::tie(a.name, a.country, a.address, a.type, a.numbers, a.other_names) ==
         std::tie(b.name, b.country, b.address, b.type, b.numbers, b.other_names);
}

}  // namespace

RegisterQuestions load_register_questions(const std::string& root, Problems& problems) {
  RegisterQuestions questions;
  const LoadedYaml loaded = load_file(root + "/" + kFile, kFile);
  problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
  const YamlNode& table = loaded.root;
  refuse_unknown_keys(
      table, {"parties", "kinds_by_name", "always", "issuers", "closing", "agrees", "differs"},
      problems);
  for (const YamlNode& node : items_of(table, "parties", problems))
    questions.parties.push_back(place_of(node, problems));
  questions.kinds_by_name = words_of(table, "kinds_by_name", problems);
  questions.always = words_of(table, "always", problems);
  questions.closing = words_of(table, "closing", problems);
  for (const YamlNode& node : items_of(table, "issuers", problems)) {
    questions.issuers.push_back(issuer_of(node, problems));
  }
  questions.agrees = share_of(table, "agrees", problems);
  questions.differs = share_of(table, "differs", problems);
  return questions;
}

std::vector<std::string> names_of(const Party& party) {
  std::vector<std::string> names;
  if (!party.name.empty()) names.push_back(party.name);
  names.insert(names.end(), party.other_names.begin(), party.other_names.end());
  return names;
}

std::vector<Party> parties_of(const Evidence& evidence, const RegisterQuestions& questions,
                              const RegisterSources& sources, bool& more) {
  std::vector<Party> parties;
  const std::vector<StatedNumber> numbers = numbers_in(evidence, sources);
  for (const PartyPlace& place : questions.parties)
    for (const NodeId node : nodes_at(evidence, place.path)) {
      Party party = party_at(evidence, node, place, numbers, sources);
      if (party.numbers.empty() && (names_of(party).empty() || !party.by_name)) continue;
      if (std::ranges::any_of(parties, [&](const Party& one) { return same_party(one, party); }))
        continue;
      more = parties.size() == kMaxParties;
      if (more) return parties;
      parties.push_back(std::move(party));
    }
  return parties;
}

}  // namespace verilot
