#include "examine/questions.h"

#include <algorithm>
#include <optional>

#include "examine/facts.h"

namespace verilot {

namespace {

constexpr std::size_t kMaxNamed = 20;    // certificates that a question names
constexpr std::size_t kMaxWords = 1900;  // bytes of its text

std::string filled(const std::string& words, const Questions::Words& values) {
  std::string out;
  for (std::size_t i = 0; i < words.size();) {
    const std::size_t end = words[i] == '{' ? words.find('}', i) : std::string::npos;
    if (end == std::string::npos) {
      out += words[i++];
      continue;
    }
    const auto value = values.find(words.substr(i + 1, end - i - 1));
    if (value != values.end()) out += value->second;
    i = end + 1;
  }
  // A cut must not leave half a letter.
  if (out.size() <= kMaxWords) return out;
  std::size_t cut = kMaxWords;
  while (cut > 0 && (out[cut] & 0xC0) == 0x80) --cut;
  return out.substr(0, cut) + "...";
}

// Whether an answer explains it: true and false need the document that holds it.
std::optional<bool> answer(const Evidence& evidence, NodeId certificate, const std::string& check) {
  const NodeId list = evidence.member(certificate, "clarifications");
  if (list == kNoNode || evidence.kind(list) != NodeKind::list) return std::nullopt;
  for (const NodeId each : evidence.children(list)) {
    if (evidence.kind(each) != NodeKind::object) continue;
    if (text_of(evidence, each, "question") != check || !text_of(evidence, each, "document"))
      continue;
    const NodeId explained = evidence.member(each, "explained");
    if (explained != kNoNode && evidence.kind(explained) == NodeKind::boolean)
      return evidence.boolean(explained);
  }
  return std::nullopt;
}

}  // namespace

void Questions::ask(std::string_view id, const std::vector<const CertificateView*>& about,
                    Words words, NodeId at) {
  const CertificateCheck* check = context_.tables.certificate_checks.find(id);
  if (check == nullptr || about.empty()) return;
  const Evidence& evidence = builder_.view();
  const NodeId from = at == kNoNode ? about[0]->node : at;
  const BasisOf basis(builder_, from);
  const SourceLocation where = evidence.where(from);
  if (list_ == kNoNode) list_ = builder_.add_list(evidence.root(), "questions", where);
  if (evidence.size(list_) == kMaxQuestions)
    return builder_.set_incomplete(
        list_, "more than " + std::to_string(kMaxQuestions) + " questions; the rest was not asked");
  words.emplace("certificate", about[0]->name());
  const NodeId question = builder_.add_object(list_, "", where);
  builder_.add_text(question, "kind", check->id, where);
  builder_.add_text(question, "code", check->code, where);
  builder_.add_text(question, "grade", check->grade, where);
  builder_.add_text(question, "text", filled(check->question, words), where);
  const NodeId named = builder_.add_list(question, "certificates", where);
  for (std::size_t i = 0; i < about.size() && i < kMaxNamed; ++i)
    builder_.add_text(named, "", evidence.path(about[i]->node), where);
  add_settled(question, *check, about, where);
}

void Questions::add_settled(NodeId question, const CertificateCheck& check,
                            const std::vector<const CertificateView*>& about,
                            const SourceLocation& where) {
  std::optional<bool> explained;
  for (const CertificateView* each : about)
    if (!explained) explained = answer(builder_.view(), each->node, check.id);
  if (!explained && check.contradiction) explained = false;
  if (explained) {
    builder_.add_boolean(question, "settled", *explained, where);
  } else {
    builder_.add_unknown(question, "settled", "nobody has answered it", where);
  }
}

double Questions::threshold(std::string_view id, std::string_view name) const {
  const CertificateCheck* check = context_.tables.certificate_checks.find(id);
  if (check == nullptr) return 0;
  const auto found = check->thresholds.find(name);
  return found == check->thresholds.end() ? 0 : found->second;
}

std::string listed(const std::vector<std::string>& names, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < most; ++i)
    text += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > most) text += " and " + std::to_string(names.size() - most) + " more";
  return text;
}

}  // namespace verilot
