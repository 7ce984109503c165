// Rules and the pathway tree of a pack.
#include <algorithm>

#include "packs/pack_reader.h"

namespace verilot {

namespace {

constexpr std::size_t kMaxQuestions = 1'000;  // a walk goes one call deep for each

const std::vector<std::string> kRuleKeys = {
    "id",         "use",        "title",    "subject",        "applies_to",
    "severity",   "citation",   "ground",   "interpretation", "in_force",
    "parameters", "compares",   "when",     "require",        "messages",
    "ask",        "absence_ok", "versions", "cases"};

const std::vector<std::string> kOutcomeTexts = {"pass", "fail", "unverified"};

Expression both(Expression own, const Expression& shared) {
  for (WrittenPart& part : own.parts) part.offset += 1;
  own.text = "(" + own.text + ") && (";
  for (WrittenPart part : shared.parts) {
    part.offset += own.text.size();
    own.parts.push_back(std::move(part));
  }
  own.text += shared.text + ")";
  return own;
}

void set_interpretation(PackReader& reader, const YamlNode& map, Citation& citation) {
  const YamlNode* node = map.find("interpretation");
  if (node == nullptr) return;
  refuse_unknown_keys(*node, {"author", "date"}, reader.problems);
  citation.author = text_member(*node, "author", reader.problems);
  citation.date = text_member(*node, "date", reader.problems);
  reader.date(*node, "date");  // reports what is none
}

}  // namespace

void PackReader::read_rules(const YamlNode& root, const std::vector<Rule>& shared, RulePack& pack) {
  refuse_unknown_keys(root, {"rules"}, problems);
  const YamlNode* rules = root.find("rules");
  if (rules == nullptr || !rules->is_list())
    return problem(root.where, "a rule file needs `rules:`, a list");
  for (const YamlNode& item : rules->items) {
    if (!item.is_map()) {
      problem(item.where, "a rule is a map with `id:`");
      continue;
    }
    Rule one = rule(item, shared);
    const bool twice = std::any_of(pack.rules.begin(), pack.rules.end(),
                                   [&](const Rule& r) { return r.id == one.id; });
    if (twice)
      problem(item.where, "rule '" + one.id + "' is defined twice; ids are unique in a pack");
    pack.rules.push_back(std::move(one));
  }
}

Rule PackReader::rule(const YamlNode& node, const std::vector<Rule>& shared) {
  refuse_unknown_keys(node, kRuleKeys, problems);
  Rule rule;
  rule.where = node.where;
  const bool bound = node.find("use") == nullptr || bind_shared(node, shared, rule);
  read_rule_keys(node, rule);
  if (!bound) return rule;  // what it lacks may be in the rule that was meant
  if (node.find("use") != nullptr && node.find("id") == nullptr)
    problem(node.where, "a binding needs `id:`, its own in this pack");
  if (rule.id.empty()) problem(node.where, "a rule needs `id:`");
  if (rule.require.text.empty()) problem(node.where, "rule '" + rule.id + "' needs `require:`");
  if (rule.citation.clause.empty() && !rule.safety_ground)
    problem(node.where, "rule '" + rule.id + "' needs `citation:`, or `ground: safety`");
  return rule;
}

bool PackReader::bind_shared(const YamlNode& node, const std::vector<Rule>& shared, Rule& rule) {
  const std::string use = text_member(node, "use", problems);
  const auto it =
      std::find_if(shared.begin(), shared.end(), [&](const Rule& r) { return r.id == use; });
  if (it == shared.end()) {
    std::vector<std::string> ids;
    for (const Rule& r : shared) ids.push_back(r.id);
    problem(node.find("use")->where, "no shared rule '" + use + "'" + did_you_mean(use, ids));
    return false;
  }
  const SourceLocation where = rule.where;
  rule = *it;
  rule.where = where;
  rule.shared_id = use;
  rule.cases.clear();  // they prove the shared rule, under its own conditions
  rule.texts.clear();
  return true;
}

void PackReader::read_rule_keys(const YamlNode& node, Rule& rule) {
  const auto replace = [&](std::string_view key, std::string& into) {
    if (node.find(key) != nullptr) into = text_member(node, key, problems);
  };
  replace("id", rule.id);
  replace("title", rule.title);
  replace("subject", rule.subject);
  replace("absence_ok", rule.absence_ok);
  if (node.find("applies_to") != nullptr)
    rule.applies_to = text_list_member(node, "applies_to", problems);
  if (node.find("compares") != nullptr)
    rule.compares = text_list_member(node, "compares", problems);
  if (const auto s = severity(node)) rule.severity = *s;
  if (node.find("citation") != nullptr) rule.citation = citation(node);
  set_interpretation(*this, node, rule.citation);
  if (const std::string ground = text_member(node, "ground", problems); !ground.empty()) {
    if (ground != "safety" && ground != "law")
      problem(node.find("ground")->where, "'ground' is safety or law");
    rule.safety_ground = ground == "safety";
  }
  if (const YamlNode* in_force = node.find("in_force")) {
    refuse_unknown_keys(*in_force, {"from", "until"}, problems);
    rule.in_force = period(*in_force);
  }
  for (auto& [name, value] : values(node, "parameters"))
    rule.parameters.insert_or_assign(name, value);
  if (node.find("when") != nullptr) {
    Expression own = expression(node, "when");
    // A binding narrows the shared rule; it cannot widen it.
    rule.when = rule.when.text.empty() ? std::move(own) : both(std::move(own), rule.when);
  }
  if (node.find("require") != nullptr) rule.require = expression(node, "require");
  if (const YamlNode* texts = node.find("messages")) {
    rule.messages = messages(*texts);
    note_texts(*texts, kOutcomeTexts, rule.texts);
  }
  note_texts(node, {"ask"}, rule.texts);
  if (node.find("ask") != nullptr) rule.ask = text_list_member(node, "ask", problems);
  for (const YamlNode& item : elements(node, "versions")) {
    rule.versions.push_back(version(item));
    if (const YamlNode* texts = item.find("messages"))
      note_texts(*texts, kOutcomeTexts, rule.texts);
  }
  for (Case& c : cases(node)) rule.cases.push_back(std::move(c));
}

RuleVersion PackReader::version(const YamlNode& node) {
  refuse_unknown_keys(
      node,
      {"from", "until", "severity", "require", "when", "messages", "interpretation", "citation"},
      problems);
  RuleVersion version;
  version.period = period(node);
  version.severity = severity(node);
  if (node.find("when") != nullptr) version.when = expression(node, "when");
  if (const YamlNode* require = node.find("require")) {
    version.require = expression(node, "require");
    if (version.require->text.empty())
      problem(require->where, "'require' of a version must be an expression");
  }
  if (const YamlNode* texts = node.find("messages")) version.messages = messages(*texts);
  if (node.find("citation") != nullptr) version.citation = citation(node);
  if (node.find("interpretation") != nullptr) {
    if (!version.citation) version.citation = Citation{};
    set_interpretation(*this, node, *version.citation);
  }
  return version;
}

Leaf PackReader::leaf(const YamlNode& node) {
  refuse_unknown_keys(node, {"id", "title", "lawful", "strictness", "citation", "message"},
                      problems);
  Leaf leaf;
  leaf.where = node.where;
  leaf.id = text_member(node, "id", problems);
  leaf.title = text_member(node, "title", problems);
  if (leaf.id.empty() || leaf.title.empty()) problem(node.where, "a leaf needs `id:` and `title:`");
  leaf.citation = citation(node);
  leaf.message = text_member(node, "message", problems);
  note_texts(node, {"message"}, leaf.texts);
  const std::string lawful = text_member(node, "lawful", problems);
  if (lawful != "true" && lawful != "false" && lawful != "open")
    problem(node.where, "a leaf needs `lawful:` true, false or open");
  leaf.route = lawful == "true"    ? Leaf::Route::lawful
               : lawful == "false" ? Leaf::Route::none
                                   : Leaf::Route::open;
  const std::string strictness = text_member(node, "strictness", problems);
  const bool digits = !strictness.empty() && strictness.size() < 6 &&
                      strictness.find_first_not_of("0123456789") == std::string::npos;
  if (digits) leaf.strictness = std::stoi(strictness);
  if (!digits) problem(node.where, "a leaf needs `strictness:`, a whole number");
  return leaf;
}

Question PackReader::question(const YamlNode& node) {
  refuse_unknown_keys(node, {"id", "text", "if", "yes", "no", "ask"}, problems);
  Question question;
  question.where = node.where;
  question.id = text_member(node, "id", problems);
  question.text = text_member(node, "text", problems);
  question.condition = expression(node, "if");
  if (question.condition.text.empty())
    problem(node.where, "question '" + question.id + "' needs `if:`");
  question.yes = text_member(node, "yes", problems);
  question.no = text_member(node, "no", problems);
  question.ask = text_list_member(node, "ask", problems);
  note_texts(node, {"ask"}, question.texts);
  if (question.id.empty()) problem(node.where, "a question needs `id:`");
  return question;
}

namespace {

// Whether some chain of answers comes back to `id`; `open` are the questions on the way.
bool has_cycle(const PathwayTree& tree, const std::string& id, std::vector<std::string>& open,
               std::vector<std::string>& done) {
  const auto it = tree.questions.find(id);
  if (it == tree.questions.end() || std::find(done.begin(), done.end(), id) != done.end())
    return false;
  if (std::find(open.begin(), open.end(), id) != open.end()) return true;
  open.push_back(id);
  const bool cycle =
      has_cycle(tree, it->second.yes, open, done) || has_cycle(tree, it->second.no, open, done);
  open.pop_back();
  done.push_back(id);
  return cycle;
}

}  // namespace

void PackReader::read_tree(const YamlNode& root, RulePack& pack) {
  refuse_unknown_keys(root, {"start", "leaves", "questions", "cases"}, problems);
  PathwayTree& tree = pack.tree;
  tree.start = text_member(root, "start", problems);
  for (const YamlNode& item : elements(root, "leaves")) {
    Leaf one = leaf(item);
    if (!tree.leaves.emplace(one.id, one).second)
      problem(item.where, "leaf '" + one.id + "' is defined twice");
  }
  for (const YamlNode& item : elements(root, "questions")) {
    Question one = question(item);
    if (!tree.questions.emplace(one.id, one).second)
      problem(item.where, "question '" + one.id + "' is defined twice");
  }
  tree.cases = cases(root);
  const auto known = [&](const std::string& id) {
    return tree.leaves.count(id) + tree.questions.count(id) > 0;
  };
  std::vector<std::string> ids;
  for (const auto& [id, one] : tree.questions) ids.push_back(id);
  for (const auto& [id, one] : tree.leaves) ids.push_back(id);
  if (!known(tree.start)) {
    const YamlNode* start = root.find("start");
    problem(start == nullptr ? root.where : start->where,
            "`start:` names no question or leaf" + did_you_mean(tree.start, ids));
  }
  for (const auto& [id, q] : tree.questions)
    for (const std::string& next : {q.yes, q.no})
      if (!known(next))
        problem(q.where, "question '" + id + "' leads to '" + next +
                             "', which is no question or leaf" + did_you_mean(next, ids));
  if (tree.questions.size() > kMaxQuestions) {
    problem(root.where, "more than 1,000 questions; split the tree");
    tree = {};
    return;
  }
  std::vector<std::string> open, done;
  if (has_cycle(tree, tree.start, open, done)) {
    problem(root.where, "the questions lead in a circle; every answer must come nearer to a leaf");
    tree = {};
  }
}

}  // namespace verilot
