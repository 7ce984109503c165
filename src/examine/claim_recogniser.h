// Claims in a marketing text: which phrases of rules/claims/*.yaml stand in it, and whether they
// are asserted, negated, reported or under a condition.
//
//   ClaimRecogniser recogniser(tables.claims, "exosome", problems);
//   for (const RecognisedClaim& c : recogniser.recognise(text, 2'000)) ...
//
// Time:   linear in the text (RE2; sentences of bounded length, a bounded number of claims each).
// Errors: a pattern that is no RE2 is one problem and is left out.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "examine/claim_cues.h"
#include "examine/claim_exceptions.h"
#include "examine/claim_voice.h"
#include "examine/hashtags.h"
#include "model/problem.h"
#include "model/tables.h"

namespace verilot {

struct RecognisedClaim {
  std::string kind;
  std::string stance;
  std::string language;                              // "en", "es"
  std::string speaker;                               // "" where the words name nobody
  std::size_t begin = 0, end = 0;                    // of the words, in the captured text
  std::size_t sentence_begin = 0, sentence_end = 0;  // of the sentence
};

class ClaimRecogniser {
 public:
  ClaimRecogniser(const ClaimTable&, const std::string& product_kind, Problems&);
  // For another kind of product; what is compiled for all kinds is shared.
  ClaimRecogniser(const ClaimRecogniser&, const std::string& product_kind, Problems&);
  ~ClaimRecogniser();

  // Without phrases nothing is recognised, which proves nothing.
  bool empty() const { return table_->phrases.empty(); }
  // In the order of the text; at most `most`.
  std::vector<RecognisedClaim> recognise(std::string_view captured, std::size_t most) const;

 private:
  struct PhraseSet;
  struct Sentence;
  struct Span;
  std::vector<Span> meant(std::vector<Span>, std::string_view sentence) const;
  // Of a text whose product is not known.
  bool others_are_others(std::string_view captured) const;
  void recognise_sentence(const Sentence&, const Sentence* next,
                          std::vector<RecognisedClaim>&) const;

  std::shared_ptr<const ClaimTable> table_;
  bool product_known_;
  Hashtags hashtags_;
  std::shared_ptr<const ClaimVoice> voice_;
  std::shared_ptr<const ClaimExceptions> exceptions_;
  ClaimCues cues_;
  std::shared_ptr<PhraseSet> phrases_;
};

}  // namespace verilot
