#include "examine/sentences.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "examine/folded_text.h"

using namespace verilot;

namespace {

std::vector<std::string> sentences_of(const std::string& text) {
  std::vector<std::string> out;
  for (const auto& [begin, end] : split_sentences(text))
    out.push_back(text.substr(begin, end - begin));
  return out;
}

}  // namespace

TEST_CASE("sentences: abbreviations and numbers end none") {
  CHECK(sentences_of("dr. smith uses 0.5 ml. it works, e.g. in men. f.d.a. approved!") ==
        std::vector<std::string>{"dr. smith uses 0.5 ml.", "it works, e.g. in men.",
                                 "f.d.a. approved!"});
}

TEST_CASE("sentences: a closing quote or bracket belongs to its sentence") {
  CHECK(sentences_of("\"is it?\" no.") == std::vector<std::string>{"\"is it?\"", "no."});
}

TEST_CASE("sentences: one without an end is cut") {
  std::string endless;
  while (endless.size() < 4 * kMaxSentence) endless += "word ";
  for (const auto& [begin, end] : split_sentences(endless)) CHECK(end - begin <= kMaxSentence + 8);
}

TEST_CASE("blocks: a wrapped line goes on, a list item and a heading do not") {
  const std::string text =
      "# Red flags\nOur product is not\nFDA approved.\n\n- one\n- two goes\n  on here\nNext";
  std::vector<std::string> blocks;
  for (const TextBlock& block : split_blocks(text))
    blocks.push_back(text.substr(block.begin, block.end - block.begin));
  CHECK(blocks == std::vector<std::string>{" Red flags", "Our product is not\nFDA approved.", "one",
                                           "two goes\n  on here", "Next"});
}

TEST_CASE("blocks: a web page's own ends count, those of its source do not") {
  const std::string text =
      "Not\v\nthis\f\v\v\n one\f\vFDA\vApproved\rnext\r\nOther\n\fpage\fNot\fFDA approved";
  std::vector<std::string> blocks;
  std::string items;
  for (const TextBlock& block : split_blocks(text)) {
    blocks.push_back(fold(text.substr(block.begin, block.end - block.begin), 0).text);
    items += block.item ? 'i' : '-';
  }
  CHECK(blocks == std::vector<std::string>{"not this", "one", "fda ; approved next", "other page",
                                           "not", "fda approved"});
  CHECK(items == "-ii---");
}

TEST_CASE("fold: typography, accents, look-alikes and emphasis do not count") {
  struct Case {
    const char *captured, *folded;
  };
  const Case cases[] = {
      {"FDA\u2011Approved", "fda approved"},
      {"**FDA** _approved_", "fda approved"},
      {"\uFF26\uFF24\uFF21 approved", "fda approved"},
      {"FD\u0410-approved", "fda approved"},
      {"F\u200BD\u00ADA", "fda"},
      {"est\u00E1 aprobaci\u00F3n", "esta aprobacion"},
      {"3\u20136 months", "3-6 months"},
      {"safe \u2014 ours", "safe ; ours"},
      {"no pain \u2705 approved", "no pain ; approved"},
      {"\u201Cquoted\u201D", "\"quoted\""},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.captured));
    CHECK(fold(c.captured, 0).text == c.folded);
  }
}

TEST_CASE("fold: a hashtag is read as its words, tags in a row as clauses") {
  const Hashtags tags({"fda", "approved", "no", "side", "effects", "exosomes"});
  const auto folded = [&](const char* captured) { return fold(captured, 0, &tags).text; };
  CHECK(folded("our #exosomes are #FDAapproved!") == "our exosomes are fda approved !");
  CHECK(folded("#fdaapproved #noSideEffects") == "fda approved; no side effects");
  CHECK(folded("#FDA_approved") == "fda approved");
  CHECK(folded("#GlowClinicLondon") == "glow clinic london");
  CHECK(folded("we are #1") == "we are #1");
  CHECK(fold("#FDAapproved", 0).text == "#fdaapproved");
}

TEST_CASE("fold: dressed letters, look-alikes of other scripts and digits are plain letters") {
  struct Case {
    const char *captured, *folded;
  };
  const Case cases[] = {
      {"\U0001D5D9\U0001D5D7\U0001D5D4", "fda"},  // bold
      {"\U0001F175\U0001F173\U0001F170", "fda"},  // squared
      {"\u24BB\u24B9\u24B6", "fda"},              // circled
      {"\uA730\u1D05\u1D00", "fda"},              // small capitals
      {"\u0391PPROVED", "approved"},              // Greek
      {"appr0ved guarant33d", "approved guaranteed"},
      {"510k 3-6 covid19", "510k 3-6 covid19"},
      {"fda_approved", "fda approved"},
      {"\U0001F4AF safe", "100% safe"},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.captured));
    CHECK(fold(c.captured, 0).text == c.folded);
  }
}

TEST_CASE("fold: every byte knows where it came from") {
  const std::string captured = "x \u201CFDA\u2011approved\u201D";
  const FoldedText folded = fold(captured, 100);
  const std::size_t at = folded.text.find("fda");
  CHECK(captured.substr(folded.origin[at] - 100, 3) == "FDA");
  CHECK(folded.origin.size() == folded.text.size());
}
