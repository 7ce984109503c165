// What each marketing text says: the claims in it, each with its stance and its place.
#include <algorithm>

#include "examine/claim_recogniser.h"
#include "examine/examine.h"
#include "examine/facts.h"

namespace verilot {

namespace {

constexpr std::size_t kMaxShownSentence = 400;  // bytes

std::string shown(std::string_view text, std::size_t begin, std::size_t end) {
  end = std::min(end, begin + kMaxShownSentence);
  // Not through the middle of a UTF-8 character.
  while (end < text.size() && end > begin && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
    --end;
  std::string out;
  for (const char c : text.substr(begin, end - begin)) {
    const bool space = c == ' ' || (c >= '\t' && c <= '\r');
    if (!space) out += c;
    if (space && !out.empty() && out.back() != ' ') out += ' ';
  }
  return out;
}

// Lines and columns of ascending offsets, counted once through the text.
class PlaceInText {
 public:
  PlaceInText(std::string_view text, const SourceLocation& start) : text_(text), start_(start) {}

  SourceLocation at(std::size_t offset) {
    SourceLocation place = start_;
    if (!start_.pointer.empty() || start_.page != 0) return place;  // not a text file of its own
    for (; at_ < offset && at_ < text_.size(); ++at_) {
      if (text_[at_] != '\n') continue;
      ++lines_;
      line_start_ = at_ + 1;
    }
    place.line = std::max(start_.line, 1) + lines_;
    place.column = static_cast<int>(std::min<std::size_t>(offset - line_start_, 1'000'000)) + 1;
    return place;
  }

 private:
  std::string_view text_;
  SourceLocation start_;
  std::size_t at_ = 0, line_start_ = 0;
  int lines_ = 0;
};

// Whom the words name, else who speaks in the whole text.
void add_speaker(EvidenceBuilder& builder, NodeId node, const RecognisedClaim& each, NodeId claim,
                 const SourceLocation& place) {
  const Evidence& evidence = builder.view();
  const auto of_text = text_of(evidence, claim, "speaker");
  if (!each.speaker.empty() || of_text)
    builder.add_text(node, "speaker", each.speaker.empty() ? *of_text : each.speaker, place);
  else
    builder.add_unknown(node, "speaker", "speaker: " + reason_of(evidence, claim, "speaker"),
                        place);
}

void add_recognised(EvidenceBuilder& builder, NodeId claim, const std::string& text,
                    const SourceLocation& where, const ClaimRecogniser& recogniser) {
  const NodeId list = builder.add_list(claim, "recognised", where);
  std::vector<RecognisedClaim> found = recogniser.recognise(text, kMaxRecognised + 1);
  if (found.size() > kMaxRecognised) {
    found.resize(kMaxRecognised);
    builder.set_incomplete(list, "more than " + std::to_string(kMaxRecognised) +
                                     " claims in one text; the rest was not read");
  }
  // Offsets ascend within a sentence by phrase, and by sentence.
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.begin < b.begin; });
  PlaceInText places(text, where);
  for (const RecognisedClaim& each : found) {
    const SourceLocation place = places.at(each.begin);
    const NodeId node = builder.add_object(list, "", place);
    builder.add_text(node, "kind", each.kind, place);
    builder.add_text(node, "stance", each.stance, place);
    add_speaker(builder, node, each, claim, place);
    builder.add_text(node, "language", each.language, place);
    builder.add_text(node, "words", shown(text, each.begin, each.end), place);
    builder.add_text(node, "sentence", shown(text, each.sentence_begin, each.sentence_end), place);
  }
}

void examine_claim(EvidenceBuilder& builder, NodeId claim, const ClaimRecogniser& recogniser) {
  const Evidence& evidence = builder.view();
  if (evidence.member(claim, "recognised") != kNoNode) return;  // a case of a rule states them
  const NodeId words = evidence.member(claim, "text");
  const NodeId from = words == kNoNode ? claim : words;
  const SourceLocation where = evidence.where(from);
  const BasisOf basis(builder, from);
  const auto text = text_of(evidence, claim, "text");
  if (text && recogniser.empty()) {
    builder.add_unknown(claim, "recognised", "no phrases were loaded", where);
  } else if (text) {
    add_recognised(builder, claim, *text, where, recogniser);
  } else if (is_none(evidence, claim, "text")) {
    builder.add_list(claim, "recognised", where);  // no words, no claims
  } else {
    builder.add_unknown(claim, "recognised", "text: " + reason_of(evidence, claim, "text"), where);
  }
}

std::string product_kind(const Evidence& evidence) {
  const NodeId product = evidence.member(evidence.root(), "product");
  if (product == kNoNode || evidence.kind(product) != NodeKind::object) return "";
  return text_of(evidence, product, "kind").value_or("");
}

}  // namespace

void examine_claims(EvidenceBuilder& builder, const ExamineContext& context) {
  const Evidence& evidence = builder.view();
  const NodeId claims = evidence.member(evidence.root(), "claims");
  if (claims == kNoNode || evidence.kind(claims) != NodeKind::list) return;
  const std::vector<NodeId> texts = evidence.children(claims);
  const bool any = std::any_of(texts.begin(), texts.end(), [&](NodeId claim) {
    return evidence.kind(claim) == NodeKind::object;
  });
  if (!any) return;
  const auto recogniser =
      context.recognisers.claims(product_kind(evidence), context.tables.claims, context.problems);
  for (const NodeId claim : texts)
    if (evidence.kind(claim) == NodeKind::object) examine_claim(builder, claim, *recogniser);
}

}  // namespace verilot
