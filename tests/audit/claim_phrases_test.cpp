#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <string>

#include "claim_sentences.h"
#include "claim_turns.h"
#include "claim_turns_spanish.h"
#include "examine/claim_recogniser.h"
#include "ingest/html_text.h"
#include "ingest/load_claims.h"

using namespace verilot;
namespace fs = std::filesystem;

namespace {

const ClaimTable& phrases() {
  static const ClaimTable table = [] {
    ClaimTable loaded;
    Problems problems;
    load_claims(VERILOT_SOURCE_DIR "/rules/claims", loaded, problems);
    for (const Problem& problem : problems) MESSAGE(to_string(problem));
    CHECK(problems.empty());
    return loaded;
  }();
  return table;
}

std::vector<RecognisedClaim> recognised(const std::string& text, const char* kind = "exosome") {
  Problems problems;
  const ClaimRecogniser recogniser(phrases(), kind, problems);
  CHECK(problems.empty());
  return recogniser.recognise(text, 2'000);
}

// The stances that the text's claims of one kind have.
std::set<std::string> stances(const std::string& text, const std::string& kind,
                              const char* product = "exosome") {
  std::set<std::string> found;
  for (const RecognisedClaim& claim : recognised(text, product))
    if (claim.kind == kind) found.insert(claim.stance);
  return found;
}

using Stances = std::set<std::string>;

template <std::size_t count>
void check_sentences(const test::Case (&cases)[count]) {
  Problems problems;
  const ClaimRecogniser recogniser(phrases(), "exosome", problems);
  for (const test::Case& c : cases) {
    CAPTURE(std::string(c.sentence));
    Stances found;
    for (const RecognisedClaim& claim : recogniser.recognise(c.sentence, 100))
      if (claim.kind == c.kind) found.insert(claim.stance);
    CHECK(found == Stances{c.stance});
  }
}

std::string shared_article(const std::string& start) {
  const char* shared = std::getenv("VERILOT_SHARED");
  const fs::path folder =
      fs::path(shared != nullptr ? shared : VERILOT_SOURCE_DIR "/../shared") / "articles";
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().filename().string().rfind(start, 0) != 0) continue;
    std::ifstream in(entry.path());
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }
  return "";
}

}  // namespace

TEST_CASE("claims: English sentences get the stance that a reader gives them") {
  check_sentences(test::kEnglish);
  check_sentences(test::kEnglishTurns);
}

TEST_CASE("claims: Spanish sentences get the stance that a reader gives them") {
  check_sentences(test::kSpanish);
  check_sentences(test::kSpanishTurns);
}

TEST_CASE("claims: every kind of the dossier schema has a phrase") {
  std::map<std::string, int> kinds;
  for (const ClaimPhrase& phrase : phrases().phrases) ++kinds[phrase.kind];
  CHECK(kinds.size() == 34);
}

TEST_CASE("claims: a heading of warnings governs the list under it and nothing after") {
  const std::string list =
      "Red flags to watch for\nBe cautious of providers who:\n"
      "- Claim exosome therapy is \"FDA-approved\" (it is not)\n- Guarantee regrowth\n";
  CHECK(stances(list, "regulator_approved") == Stances{"reported"});
  CHECK(stances(list, "guaranteed_result") == Stances{"reported"});
  CHECK(stances(list + "\nExoPrime is FDA-approved.\n", "regulator_approved") ==
        Stances{"asserted", "reported"});
  CHECK(stances(list + "Our promise\nGuaranteed regrowth.\n", "guaranteed_result") ==
        Stances{"asserted", "reported"});
}

TEST_CASE("claims: a list of warnings may lack its markers") {
  CHECK(stances("Beware of sellers who:\nsay that it is FDA approved\nGuarantee regrowth\n",
                "guaranteed_result") == Stances{"reported"});
}

TEST_CASE("claims: an introduction that denies turns its list") {
  CHECK(stances("Exosome therapy is not:\n- FDA approved\n- a cure\n", "regulator_approved") ==
        Stances{"negated"});
}

TEST_CASE("claims: a hard-wrapped negation is not lost") {
  CHECK(stances("We want to be clear that this product is not\nFDA approved for any use.\n",
                "regulator_approved") == Stances{"negated"});
}

TEST_CASE("claims: an answer in the next paragraph belongs to its question") {
  CHECK(stances("Is it FDA approved?\n\nNo, it is not.\n", "regulator_approved") ==
        Stances{"negated"});
  CHECK(stances("Is it FDA approved?\n\nYes, it is.\n", "regulator_approved") ==
        Stances{"asserted"});
}

TEST_CASE("claims: a web page says the same with its source on one line and on many") {
  const std::string tags[] = {"<html><body><ul>",      "<li>No pain</li>",
                              "<li>FDA approved</li>", "</ul>",
                              "<p>Never easy</p>",     "<p>Guaranteed\nregrowth</p>"};
  for (const char* between : {"", "\n", "\r\n  "}) {
    std::string page;
    for (const std::string& tag : tags) page += tag + between;
    CAPTURE(page);
    CHECK(stances(html_text(page), "regulator_approved") == Stances{"asserted"});
    CHECK(stances(html_text(page), "guaranteed_result") == Stances{"asserted"});
  }
}

TEST_CASE("claims: a web page's list, row and badge are read as such") {
  struct Page {
    const char *stance, *html;
  };
  const Page pages[] = {
      {"reported", "<h2>Red flags</h2><ul><li><p>FDA approved</p></li></ul>"},
      {"reported",
       "Things a serious clinic will never tell you:\n\n<ul>\n<li>that it is FDA approved</ul>"},
      {"reported", "<h2>Red flags</h2><p>\u00A0</p><p>&#160;</p><ul><li>FDA approved</ul>"},
      {"asserted", "<h2>Red flags</h2><ul><li>No price</li></ul><p>FDA approved exosomes</p>"},
      {"asserted", "<table><tr>\n<td>FDA</td>\n<td><p>Approved</p></td>\n</tr></table>"},
      {"negated", "<table><tr><td>FDA approved</td><td>No</td></tr></table>"},
      {"asserted", "<div class=badge>FDA status: approved</div>"},
      {"asserted", "<div>We are not like others</div><div>FDA approved exosomes</div>"},
      {"asserted", "<dl><dt>Pain<dd>never<dt>Status<dd>FDA approved</dl>"},
      {"negated", "<p>This product is not<br>FDA approved</p>"},
      {"negated", "<p>This product is not\n   yet\n   FDA approved</p>"},
      {"asserted", "<p>Our serum is <span hidden>not</span> FDA approved.</p>"},
      {"asserted", "<p>Painless</p><img alt=\"FDA approved seal\">"},
      {"asserted", "<meta name=description content=\"FDA approved exosomes\">"},
      {"negated", "<button>Is it FDA approved?</button><div hidden>No, it is not.</div>"},
  };
  for (const Page& page : pages) {
    CAPTURE(std::string(page.html));
    CHECK(stances(html_text(page.html), "regulator_approved") == Stances{page.stance});
  }
}

TEST_CASE("claims: an approval of another product is no claim for this one") {
  const std::string text = "We combine it with FDA-cleared laser caps and FDA-approved minoxidil.";
  CHECK(stances(text, "regulator_approved", "prp") == Stances{"reported"});
  CHECK(stances(text, "regulator_approved", "minoxidil_topical") == Stances{"asserted"});
  CHECK(stances("FDA-cleared laser cap", "cleared", "light_device") == Stances{"asserted"});
  CHECK(stances("Important FDA approved device", "regulator_approved", "light_device") ==
        Stances{"asserted"});
}

TEST_CASE("claims: the public guide's red flags raise neither approval nor guarantee") {
  const std::string article = shared_article("003_");
  if (article.empty()) {
    MESSAGE("skipped: the articles are not there");
    return;
  }
  for (const char* kind : {"regulator_approved", "registered_as_approved", "cleared_as_approved",
                           "guaranteed_result", "registered", "licensed_claim"}) {
    CAPTURE(std::string(kind));
    CHECK(stances(article, kind).count("asserted") == 0);
  }
  CHECK(stances(article, "regulator_approved") == Stances{"negated", "reported"});
  CHECK(stances(article, "disease_treatment") == Stances{"conditional"});
}

TEST_CASE("claims: the other public articles say what their readers object to") {
  const std::string clinic = shared_article("000_");
  const std::string guide = shared_article("002_");
  if (clinic.empty() || guide.empty()) {
    MESSAGE("skipped: the articles are not there");
    return;
  }
  CHECK(stances(clinic, "tissue_not_medicine").count("asserted") == 1);
  CHECK(stances(clinic, "prescription_medicine_named", "compounded_topical").count("asserted") ==
        1);
  CHECK(stances(clinic, "licensed_claim").count("asserted") == 0);
  CHECK(stances(guide, "regulator_approved").count("asserted") == 0);
  CHECK(stances(guide, "no_side_effects").count("asserted") == 1);
  CHECK(stances(guide, "permanence").count("asserted") == 1);
  CHECK(stances(guide, "hair_growth").count("asserted") == 1);
}

TEST_CASE("claims: every claim that the law notes list for the articles is found with its words") {
  struct Expected {
    const char *article, *kind, *stance, *words;
  };
  const Expected expected[] = {
      {"000_", "tissue_not_medicine", "asserted",
       "PRP is classified as a minimally manipulated autologous tissue rather than a medicinal "
       "product"},
      {"000_", "tissue_not_medicine", "asserted",
       "does not require Medicines and Healthcare products Regulatory Agency (MHRA) licensing"},
      {"000_", "tissue_not_medicine", "asserted", "does not require specific regulation"},
      {"000_", "not_yet_regulated", "asserted", "may eventually come under MHRA regulation"},
      {"000_", "not_yet_regulated", "asserted", "may eventually fall under MHRA oversight"},
      {"000_", "licensed_claim", "negated", "licensed for hair"},
      {"000_", "prescription_medicine_named", "asserted", "Dutasteride"},
      {"000_", "prescription_medicine_named", "asserted", "Tretinoin"},
      {"000_", "price", "asserted", "\u00A3200\u2013\u00A3500"},
      {"001_", "cosmetic_claimed", "asserted", "classified as cosmetics"},
      {"001_", "safety_assured", "asserted", "making them safe for injection"},
      {"001_", "no_side_effects", "asserted", "eliminates the risk of immune rejection"},
      {"001_", "hair_growth", "asserted", "reduce hair loss"},
      {"001_", "hair_growth", "asserted", "increase hair density"},
      {"001_", "speed", "asserted", "see noticeable results within three to six months"},
      {"002_", "permanence", "conditional", "Lifespan: May be permanent"},
      {"002_", "permanence", "asserted", "results of its effects can be permanent"},
      {"002_", "speed", "asserted", "Results: In 1-2 weeks"},
      {"002_", "hair_growth", "asserted", "regenerate dead hair follicles"},
      {"002_", "mechanism", "asserted", "CELL AGING CAN BE REVERSED"},
      {"002_", "no_side_effects", "asserted", "every possible downside can be avoided"},
      {"002_", "regulator_approved", "negated", "APPROVED BY THE FDA"},
      {"002_", "regulator_approved", "negated", "FDA-approved"},
      {"002_", "cleared", "negated", "cleared by the FDA"},
      {"002_", "price", "asserted", "2,000$"},
      {"003_", "regulator_approved", "negated", "FDA-approved for hair"},
      {"003_", "regulator_approved", "negated", "The FDA has not approved"},
      {"003_", "regulator_approved", "reported", "FDA-approved"},
      {"003_", "guaranteed_result", "reported", "guarantees about hair"},
      {"003_", "registered", "reported", "registered with the FDA"},
      {"003_", "before_after", "reported", "before/after"},
      {"003_", "price", "asserted", "$1,500"},
      {"004_", "disease_treatment", "conditional", "option for conditions like Alzheimer\u2019s"},
      {"004_", "disease_treatment", "asserted", "cancer treatment"},
      {"004_", "disease_treatment", "asserted",
       "promise in the treatment of neurological disorders"},
      {"004_", "no_side_effects", "asserted", "reduces the risk of rejection"},
  };
  for (const Expected& one : expected) {
    const std::string article = shared_article(one.article);
    if (article.empty()) {
      MESSAGE("skipped: the articles are not there");
      return;
    }
    CAPTURE(std::string(one.article));
    CAPTURE(std::string(one.words));
    const auto found = recognised(article);
    CHECK(std::any_of(found.begin(), found.end(), [&](const RecognisedClaim& claim) {
      return claim.kind == one.kind && claim.stance == one.stance &&
             article.substr(claim.begin, claim.end - claim.begin) == one.words;
    }));
  }
}

TEST_CASE("claims: negations and cautions of the articles assert no approval and no guarantee") {
  for (const char* start : {"000_", "001_", "002_", "003_", "004_"}) {
    const std::string article = shared_article(start);
    CAPTURE(std::string(start));
    for (const RecognisedClaim& claim : recognised(article)) {
      const bool approval = claim.kind == "regulator_approved" || claim.kind == "cleared" ||
                            claim.kind == "registered_as_approved" ||
                            claim.kind == "cleared_as_approved" || claim.kind == "registered" ||
                            claim.kind == "licensed_claim" || claim.kind == "guaranteed_result";
      if (!approval) continue;
      CAPTURE(article.substr(claim.begin, claim.end - claim.begin));
      CHECK(claim.stance != "asserted");
    }
  }
}

TEST_CASE("claims: who speaks is whom the words name, and a quotation goes on") {
  const auto speaker_of = [](const char* text, const std::string& kind) {
    for (const RecognisedClaim& claim : recognised(text))
      if (claim.kind == kind) return claim.speaker;
    return std::string("no claim");
  };
  CHECK(speaker_of("\"It helps,\" explains Dr. Smith. \"It is safe for injection.\"",
                   "safety_assured") == "practitioner");
  CHECK(speaker_of("This treatment changed my life!", "testimonial") == "patient");
  CHECK(speaker_of("The FDA says that no exosome is FDA approved.", "regulator_approved") ==
        "authority");
  CHECK(speaker_of("La AEMPS recuerda que no hay exosomas autorizados.", "licensed_claim") ==
        "authority");
  CHECK(speaker_of("Our exosomes are FDA approved.", "regulator_approved").empty());
}

TEST_CASE("claims: the language is that of the words, and of the text where both have them") {
  const auto language_of = [](const char* text) { return recognised(text).at(0).language; };
  CHECK(language_of("Guaranteed results.") == "en");
  CHECK(language_of("Resultados garantizados.") == "es");
  CHECK(language_of("Cada sesi\u00F3n cuesta 450 \u20AC en la cl\u00EDnica.") == "es");
  CHECK(language_of("Each session costs 450 \u20AC in the clinic.") == "en");
}

TEST_CASE("claims: a medicine is another product only beside a product of cells or blood") {
  CHECK(stances("FDA-cleared laser cap", "cleared", "") == Stances{"asserted"});
  CHECK(stances("Exosomes work. They go well with FDA-approved minoxidil.", "regulator_approved",
                "") == Stances{"reported"});
}

TEST_CASE("claims: damaged text never crashes and its places stay within it") {
  Problems problems;
  const ClaimRecogniser recogniser(phrases(), "exosome", problems);
  std::string seed;
  for (const test::Case& c : test::kEnglish) seed += std::string(c.sentence) + "\n";
  std::mt19937 random(11);
  for (int i = 0; i < 300; ++i) {
    std::string text = seed.substr(random() % seed.size(), 400);
    for (int change = 0; change < 6 && !text.empty(); ++change) {
      const std::size_t at = random() % text.size();
      if (random() % 3 == 0)
        text.resize(at);
      else if (random() % 2 == 0)
        text[at] = static_cast<char>(random() % 256);
      else
        text.insert(at, text.substr(at, 20));
    }
    for (const RecognisedClaim& claim : recogniser.recognise(text, 500)) {
      CHECK(claim.begin < claim.end);
      CHECK(claim.end <= text.size());
    }
  }
}

TEST_CASE("claims: a file of phrases with faults is reported with their places") {
  const fs::path folder = fs::temp_directory_path() / "verilot-claims-test";
  fs::create_directories(folder);
  std::ofstream(folder / "xx.yaml") << "language: xx\nphrases:\n  price:\n    - '{nothing} here'\n"
                                       "  speed: fast\nfrases: {}\n";
  ClaimTable table;
  Problems problems;
  load_claims(folder.string(), table, problems);
  fs::remove_all(folder);
  CHECK(problems.size() >= 3);
  for (const Problem& problem : problems) CHECK(problem.where.line > 0);
}
