#include "examine/claim_recogniser.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <numeric>
#include <optional>

#include "examine/folded_text.h"
#include "examine/sentences.h"

namespace verilot {

namespace {

constexpr int kMatchesPerPhrase = 16;  // of one phrase in one sentence

RE2::Options phrase_options() {
  RE2::Options options;
  options.set_encoding(RE2::Options::EncodingLatin1);
  options.set_log_errors(false);
  return options;
}

// Approvals name their product; "FDA-approved minoxidil" beside exosomes is about minoxidil.
bool names_product(const std::string& kind) {
  return kind == "regulator_approved" || kind == "cleared" || kind == "licensed_claim" ||
         kind == "cleared_as_approved";
}

// Behind the character whose first byte ends at `end`.
std::size_t character_end(std::string_view text, std::size_t end) {
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  return end;
}

}  // namespace

// One set a kind and language tells which phrases stand in a sentence at all; only those are
// searched for their place. All phrases in one set would be an automaton too large to keep.
struct ClaimRecogniser::PhraseSet {
  explicit PhraseSet(const ClaimTable& table, Problems& problems) : compiled(table.phrases.size()) {
    std::map<std::pair<std::string, std::string>, std::unique_ptr<Part>> by_kind;
    for (std::size_t i = 0; i < table.phrases.size(); ++i) {
      const ClaimPhrase& phrase = table.phrases[i];
      auto& part = by_kind[{phrase.kind, phrase.language}];
      if (!part) part = std::make_unique<Part>();
      std::string error;
      if (part->set.Add(phrase.pattern, &error) >= 0)
        part->members.push_back(i);
      else
        problems.push_back(
            {ProblemLevel::error, in_file("rules/claims"),
             "the phrase '" + phrase.pattern + "' is no valid RE2 pattern: " + error});
    }
    for (auto& [kind, part] : by_kind) {
      part->usable = part->set.Compile();
      parts.push_back(std::move(part));
    }
  }

  const RE2& phrase(const ClaimTable& table, std::size_t index) {
    const std::lock_guard lock(mutex);  // dossiers on several threads share the recogniser
    if (!compiled[index])
      compiled[index] = std::make_unique<RE2>(table.phrases[index].pattern, phrase_options());
    return *compiled[index];
  }

  std::vector<std::size_t> candidates(std::string_view sentence) const {
    std::vector<std::size_t> indexes;
    for (const auto& part : parts) part->add_candidates(sentence, indexes);
    std::sort(indexes.begin(), indexes.end());
    return indexes;
  }

  struct Part {
    RE2::Set set{phrase_options(), RE2::UNANCHORED};
    bool usable = false;
    std::vector<std::size_t> members;  // of the set, as indexes of phrases

    void add_candidates(std::string_view sentence, std::vector<std::size_t>& indexes) const {
      std::vector<int> found;
      RE2::Set::ErrorInfo error{};
      if (usable && set.Match({sentence.data(), sentence.size()}, &found, &error)) {
        for (const int i : found) indexes.push_back(members[static_cast<std::size_t>(i)]);
      } else if (!usable || error.kind != RE2::Set::kNoError) {
        // The set's automaton ran out of memory: every phrase is looked for by itself.
        indexes.insert(indexes.end(), members.begin(), members.end());
      }
    }
  };

  std::vector<std::unique_ptr<Part>> parts;
  std::mutex mutex;
  std::vector<std::unique_ptr<RE2>> compiled;  // when first looked for
};

struct ClaimRecogniser::Span {
  std::size_t kind = 0;  // index of a phrase of the kind
  std::size_t begin = 0, end = 0;
  bool several_languages = false;  // phrases of more than one language fit
};

struct ClaimRecogniser::Sentence {
  std::string folded;
  std::vector<std::uint32_t> origin;
  Governance governance = Governance::none;
  std::string speaker, language;
  bool others_are_others = true;
};

ClaimRecogniser::ClaimRecogniser(const ClaimTable& table, const std::string& product_kind,
                                 Problems& problems)
    : table_(std::make_shared<const ClaimTable>(table)),
      product_known_(!product_kind.empty()),
      hashtags_(table.hashtag_words),
      voice_(std::make_shared<const ClaimVoice>(table, problems)),
      exceptions_(std::make_shared<const ClaimExceptions>(table, problems)),
      cues_(table, product_kind, problems),
      phrases_(std::make_shared<PhraseSet>(table, problems)) {}

ClaimRecogniser::ClaimRecogniser(const ClaimRecogniser& other, const std::string& product_kind,
                                 Problems& problems)
    : table_(other.table_),
      product_known_(!product_kind.empty()),
      hashtags_(other.hashtags_),
      voice_(other.voice_),
      exceptions_(other.exceptions_),
      cues_(other.cues_, *table_, product_kind, problems),
      phrases_(other.phrases_) {}

ClaimRecogniser::~ClaimRecogniser() = default;

namespace {

// Overlapping spans of one kind are one claim.
template <typename Span>
std::vector<Span> joined(std::vector<Span> spans, const ClaimTable& table) {
  const auto kind = [&](const Span& span) -> const std::string& {
    return table.phrases[span.kind].kind;
  };
  std::stable_sort(spans.begin(), spans.end(), [&](const Span& a, const Span& b) {
    if (kind(a) != kind(b)) return kind(a) < kind(b);
    if (a.begin != b.begin) return a.begin < b.begin;
    return a.end > b.end;
  });
  std::vector<Span> kept;
  for (const Span& span : spans) {
    const bool overlaps =
        !kept.empty() && kind(kept.back()) == kind(span) && span.begin < kept.back().end;
    if (overlaps) {
      kept.back().end = std::max(kept.back().end, span.end);
      if (table.phrases[span.kind].language != table.phrases[kept.back().kind].language)
        kept.back().several_languages = true;
    } else {
      kept.push_back(span);
    }
  }
  std::stable_sort(kept.begin(), kept.end(),
                   [](const Span& a, const Span& b) { return a.begin < b.begin; });
  return kept;
}

// The quotation that one sentence opened goes on in the next: "...," says Dr. Smith. "It is safe."
class SpeakerOfBlock {
 public:
  explicit SpeakerOfBlock(const ClaimVoice& voice) : voice_(voice) {}

  std::string of(const std::string& sentence) {
    const bool quotes = std::count(sentence.begin(), sentence.end(), '"') != 0;
    const std::string named = voice_.speaker(sentence);
    if (!named.empty())
      speaker_ = named;
    else if (!quotes && !open_)
      speaker_.clear();
    if (std::count(sentence.begin(), sentence.end(), '"') % 2 != 0) open_ = !open_;
    return speaker_;
  }

 private:
  const ClaimVoice& voice_;
  std::string speaker_;
  bool open_ = false;
};

// A list takes the stance of the heading or introduction above it.
class GoverningHeading {
 public:
  Governance of(const TextBlock& block, std::string_view folded, const ClaimCues& cues) {
    if (block.heading || block.introduces) {
      const Governance here = cues.governs(cues.masked(folded));
      if (here != Governance::none) {
        governance_ = here;
        open_ = block.introduces;
        return here == Governance::warning ? here : Governance::none;
      }
    }
    if (governance_ == Governance::none) return governance_;
    if (block.item) {
      open_ = false;  // after marked items an unmarked line is no item
      return governance_;
    }
    if (open_ && !block.after_gap && !block.introduces) return governance_;
    governance_ = Governance::none;
    return governance_;
  }

 private:
  Governance governance_ = Governance::none;
  bool open_ = false;  // an introduction whose list has no markers
};

}  // namespace

// Without look-alikes, and without what a stronger claim of the same words says.
std::vector<ClaimRecogniser::Span> ClaimRecogniser::meant(std::vector<Span> spans,
                                                          std::string_view sentence) const {
  const auto kind = [&](const Span& span) -> const std::string& {
    return table_->phrases[span.kind].kind;
  };
  std::erase_if(spans, [&](const Span& span) {
    return exceptions_->not_meant(kind(span), sentence, span.begin, span.end);
  });
  std::vector<Span> kept;
  for (const Span& span : spans) {
    const bool said = std::ranges::any_of(spans, [&](const Span& other) {
      return exceptions_->is_weaker(kind(span), kind(other)) && other.begin < span.end &&
             span.begin < other.end;
    });
    if (!said) kept.push_back(span);
  }
  return kept;
}

void ClaimRecogniser::recognise_sentence(const Sentence& sentence, const Sentence* next,
                                         std::vector<RecognisedClaim>& claims) const {
  const std::vector<std::size_t> candidates = phrases_->candidates(sentence.folded);
  if (candidates.empty()) return;
  std::vector<Span> spans;
  for (const std::size_t index : candidates) {
    const RE2& phrase = phrases_->phrase(*table_, index);
    std::size_t from = 0;
    for (int count = 0; count < kMatchesPerPhrase && from <= sentence.folded.size(); ++count) {
      re2::StringPiece match;
      if (!phrase.Match(sentence.folded, from, sentence.folded.size(), RE2::UNANCHORED, &match,
                        1) ||
          match.empty())
        break;
      const auto begin = static_cast<std::size_t>(match.data() - sentence.folded.data());
      spans.push_back({index, begin, begin + match.size()});
      from = begin + match.size();
    }
  }
  spans = meant(joined(std::move(spans), *table_), sentence.folded);
  const std::string masked = cues_.masked(sentence.folded);
  const auto negative = table_->cues.find("negative_kinds");
  for (const Span& span : spans) {
    const std::string& kind = table_->phrases[span.kind].kind;
    ClaimContext context{masked, sentence.folded,     span.begin, span.end,
                         {},     sentence.governance, false,      false};
    if (next != nullptr) context.next_sentence = next->folded;
    context.about_product = names_product(kind);
    context.others_are_others = sentence.others_are_others;
    context.holds_negation =
        negative != table_->cues.end() &&
        std::find(negative->second.begin(), negative->second.end(), kind) != negative->second.end();
    const std::string& language = table_->phrases[span.kind].language;
    claims.push_back(
        {kind, std::string(cues_.stance(context)),
         span.several_languages && !sentence.language.empty() ? sentence.language : language,
         sentence.speaker, sentence.origin[span.begin], sentence.origin[span.end - 1] + 1u,
         sentence.origin.front(), sentence.origin.back() + 1u});
  }
}

bool ClaimRecogniser::others_are_others(std::string_view captured) const {
  return product_known_ || cues_.speaks_of_biologics(fold(captured, 0, &hashtags_).text);
}

std::vector<RecognisedClaim> ClaimRecogniser::recognise(std::string_view captured,
                                                        std::size_t most) const {
  std::vector<RecognisedClaim> claims;
  std::optional<Sentence> waiting;  // for the sentence after it
  GoverningHeading heading;
  const bool others = others_are_others(captured);
  for (const TextBlock& block : split_blocks(captured)) {
    if (claims.size() > most) break;
    const FoldedText folded =
        fold(captured.substr(block.begin, block.end - block.begin), block.begin, &hashtags_);
    if (folded.text.empty()) continue;  // white to the reader: it ends no list
    Governance governance = heading.of(block, folded.text, cues_);
    if (cues_.cites(folded.text)) governance = Governance::warning;
    const std::string language = voice_->language(folded.text);
    SpeakerOfBlock speaker(*voice_);
    for (const auto& [begin, end] : split_sentences(folded.text)) {
      const auto from = folded.origin.begin() + static_cast<std::ptrdiff_t>(begin);
      Sentence sentence{folded.text.substr(begin, end - begin),
                        {from, from + static_cast<std::ptrdiff_t>(end - begin)},
                        governance,
                        "",
                        language,
                        others};
      sentence.speaker = speaker.of(sentence.folded);
      if (waiting) recognise_sentence(*waiting, &sentence, claims);
      waiting = std::move(sentence);
      if (claims.size() > most) break;
    }
  }
  if (waiting && claims.size() <= most) recognise_sentence(*waiting, nullptr, claims);
  if (claims.size() > most) claims.resize(most);
  for (RecognisedClaim& claim : claims) {
    claim.end = character_end(captured, claim.end);
    claim.sentence_end = character_end(captured, claim.sentence_end);
  }
  return claims;
}

}  // namespace verilot
