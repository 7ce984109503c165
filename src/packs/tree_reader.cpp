// The pathway tree of a pack.
#include <algorithm>
#include <set>

#include "packs/pack_reader.h"

namespace verilot {

Leaf PackReader::leaf(const YamlNode& node) {
  refuse_unknown_keys(node,
                      {"id", "title", "lawful", "strictness", "citation", "message", "in_place_of"},
                      problems);
  Leaf leaf;
  leaf.where = node.where;
  leaf.id = text_member(node, "id", problems);
  leaf.title = text_member(node, "title", problems);
  if (leaf.id.empty() || leaf.title.empty()) problem(node.where, "a leaf needs `id:` and `title:`");
  leaf.citation = citation(node, leaf.cited);
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
  refuse_unknown_keys(node, {"id", "text", "if", "yes", "no", "ask", "in_place_of"}, problems);
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

constexpr std::size_t kMaxQuestions = 1'000;  // a walk goes one call deep for each

std::vector<std::string> node_ids(const PathwayTree& tree) {
  std::vector<std::string> ids;
  for (const auto& [id, one] : tree.questions) ids.push_back(id);
  for (const auto& [id, one] : tree.leaves) ids.push_back(id);
  return ids;
}

// The nodes that some answers lead to.
void reach(const PathwayTree& tree, const std::string& id, std::set<std::string>& reached) {
  if (!reached.insert(id).second) return;
  const auto it = tree.questions.find(id);
  if (it == tree.questions.end()) return;
  reach(tree, it->second.yes, reached);
  reach(tree, it->second.no, reached);
}

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

void PackReader::note_place(const YamlNode& node, const std::string& own,
                            std::vector<InPlaceOf>& places) {
  const YamlNode* other = node.find("in_place_of");
  if (other != nullptr)
    places.push_back({own, text_member(node, "in_place_of", problems), other->where});
}

void PackReader::graft(const std::vector<InPlaceOf>& places, const PathwayTree& taken_over,
                       PathwayTree& tree) {
  const std::vector<std::string> ids = node_ids(taken_over);
  std::map<std::string, std::string> instead;
  for (const InPlaceOf& place : places) {
    if (std::find(ids.begin(), ids.end(), place.other) == ids.end())
      problem(place.where, "the pack built on has no question or leaf '" + place.other + "'" +
                               did_you_mean(place.other, ids));
    if (!instead.emplace(place.other, place.own).second)
      problem(place.where, "'" + place.other + "' has another one in its place already");
  }
  const auto redirect = [&](std::string& id) {
    if (const auto it = instead.find(id); it != instead.end()) id = it->second;
  };
  redirect(tree.start);
  for (const auto& [id, question] : taken_over.questions) {
    redirect(tree.questions.at(id).yes);
    redirect(tree.questions.at(id).no);
  }
  std::set<std::string> reached;
  reach(tree, tree.start, reached);
  for (const std::string& id : ids)
    if (reached.count(id) == 0) {
      tree.questions.erase(id);
      tree.leaves.erase(id);
    }
}

void PackReader::read_tree(const YamlNode& root, RulePack& pack) {
  refuse_unknown_keys(root, {"start", "leaves", "questions", "cases"}, problems);
  PathwayTree& tree = pack.tree;
  const PathwayTree taken_over = tree;
  std::vector<InPlaceOf> places;
  const YamlNode* start = root.find("start");
  if (start != nullptr) tree.start = text_member(root, "start", problems);
  for (const YamlNode& item : elements(root, "leaves")) {
    Leaf one = leaf(item);
    note_place(item, one.id, places);
    if (!tree.leaves.emplace(one.id, one).second)
      problem(item.where, "leaf '" + one.id + "' is defined twice");
  }
  for (const YamlNode& item : elements(root, "questions")) {
    Question one = question(item);
    note_place(item, one.id, places);
    if (!tree.questions.emplace(one.id, one).second)
      problem(item.where, "question '" + one.id + "' is defined twice");
  }
  tree.cases = cases(root);
  graft(places, taken_over, tree);
  check_tree(tree, start == nullptr ? root.where : start->where);
}

void PackReader::check_tree(PathwayTree& tree, const SourceLocation& start) {
  const std::vector<std::string> ids = node_ids(tree);
  const auto known = [&](const std::string& id) {
    return tree.leaves.count(id) + tree.questions.count(id) > 0;
  };
  if (!known(tree.start))
    problem(start, "`start:` names no question or leaf" + did_you_mean(tree.start, ids));
  for (const auto& [id, q] : tree.questions)
    for (const std::string& next : {q.yes, q.no})
      if (!known(next))
        problem(q.where, "question '" + id + "' leads to '" + next +
                             "', which is no question or leaf" + did_you_mean(next, ids));
  if (tree.questions.size() > kMaxQuestions) {
    problem(start, "more than 1,000 questions; split the tree");
    tree = {};
    return;
  }
  std::vector<std::string> open, done;
  if (has_cycle(tree, tree.start, open, done)) {
    problem(start, "the questions lead in a circle; every answer must come nearer to a leaf");
    tree = {};
  }
}

}  // namespace verilot
