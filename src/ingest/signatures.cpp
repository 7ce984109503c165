#include "ingest/signatures.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "ingest/text_fold.h"

namespace verilot {
namespace {

struct Signature {
  std::string text;  // the name, or the name and the post
  Box box;
};

// "Xin Yan", "CODY SHEPPARD, PH.D.", "R. Whitfield": two to five words, all with a capital.
bool is_person(const std::string& text, const Lexicon& lexicon) {
  const auto words = split_words(text);
  if (words.size() < 2 || words.size() > 5 || text.size() > 50) return false;
  if (text.find_first_of("0123456789:@/#|") != std::string::npos) return false;
  if (lexicon.names_laboratory(text) || lexicon.has_company_form(text) || lexicon.is_title(text) ||
      lexicon.names_post(text) || !lexicon.label_role(text).empty() ||
      !lexicon.result_role(text).empty() || !lexicon.analyte_id(text).empty()) {
    return false;
  }
  return std::ranges::all_of(words, [](const std::string& word) {
    return (word[0] >= 'A' && word[0] <= 'Z') || (word[0] & 0x80) != 0 || word == "de" ||
           word == "van" || word == "von";
  });
}

bool is_post(const std::string& text, const Lexicon& lexicon) {
  return split_words(text).size() <= 8 && lexicon.names_post(text) &&
         text.find(':') == std::string::npos;
}

// "Roy Sorensen - Lab Director", "Josh Wurzer, President".
bool is_person_with_post(const std::string& text, const Lexicon& lexicon) {
  for (const char* separator : {" - ", " – ", ", "}) {
    const std::size_t at = text.find(separator);
    if (at == std::string::npos) continue;
    if (is_person(text.substr(0, at), lexicon) &&
        is_post(text.substr(at + std::string_view(separator).size()), lexicon))
      return true;
  }
  return false;
}

const Phrase* below(const PageLayout& page, const Box& box) {
  for (const Line& line : page.lines) {
    if (line.box.y0 - box.y1 > 1.2 * height_of(box)) break;
    for (const Phrase& phrase : line.phrases) {
      const double gap = phrase.box.y0 - box.y1;
      if (gap > -0.4 * height_of(box) && gap < 1.2 * height_of(box) &&
          centre_y(phrase.box) > centre_y(box) && shared_x(phrase.box, box) > 0)
        return &phrase;
    }
  }
  return nullptr;
}

std::vector<Signature> signatures_on(const PageLayout& page, const Lexicon& lexicon) {
  std::vector<Signature> found;
  for (const Line& line : page.lines) {
    for (const Phrase& phrase : line.phrases) {
      if (is_person_with_post(phrase.text, lexicon)) {
        found.push_back({phrase.text, phrase.box});
        continue;
      }
      std::string name = phrase.text;
      if (const std::size_t colon = name.find(':');
          colon != std::string::npos && lexicon.label_role(name.substr(0, colon)) == "signatory")
        name = squeezed(name.substr(colon + 1));
      if (!is_person(name, lexicon)) continue;
      const Phrase* post = below(page, phrase.box);
      if (post != nullptr && is_post(post->text, lexicon))
        found.push_back({name + ", " + post->text, joined(phrase.box, post->box)});
    }
  }
  return found;
}

// A date alone, or with the label of dates, below a signature or on its line.
std::optional<Printed> date_of(const PageLayout& page, const Signature& signature,
                               const Lexicon& lexicon, const std::string& file) {
  for (const Line& line : page.lines) {
    if (line.box.y1 < signature.box.y0 || line.box.y0 - signature.box.y1 > 40) continue;
    for (const Phrase& phrase : line.phrases) {
      const bool beside = shared_y(phrase.box, signature.box) > 0;
      if (!beside && shared_x(phrase.box, signature.box) <= -10) continue;
      if (phrase.words.size() > 5) continue;
      const std::size_t colon = phrase.text.find(": ");
      std::string text = phrase.text;
      if (colon != std::string::npos) {
        const std::string role = lexicon.label_role(text.substr(0, colon));
        if (role != "date" && role != "signed") continue;
        text = text.substr(colon + 2);
      }
      const bool whole =
          iso_date(text, DateOrder::month_first) || iso_date(text, DateOrder::day_first);
      if (whole && (text[0] < 'A' || colon != std::string::npos ||
                    !iso_date(text, DateOrder::unknown) || phrase.words.size() <= 4))
        return Printed{text, place_in_pdf(file, page.page, phrase.box)};
    }
  }
  return std::nullopt;
}

}  // namespace

void find_signatures(Certificate& certificate, const PageLayout& page, const Lexicon& lexicon,
                     DateOrder order, const std::string& file) {
  std::optional<Printed> latest;
  for (const Signature& signature : signatures_on(page, lexicon)) {
    const SourceLocation where = place_in_pdf(file, page.page, signature.box);
    std::optional<Printed>& field = certificate.signatory;
    const std::string name = signature.text.substr(0, signature.text.find(','));
    if (!field || field->text.empty()) {
      field = Printed{signature.text, where};
    } else if (identity_of(field->text).find(identity_of(name)) == std::string::npos) {
      field->text += "; " + signature.text;
    }
    auto date = date_of(page, signature, lexicon, file);
    if (!date) continue;
    const auto iso = iso_date(date->text, order);
    if (!iso) continue;
    date->text = *iso;
    if (!latest || latest->text < date->text) latest = date;
  }
  const auto known = certificate.dates.find("signed");
  if (latest && (known == certificate.dates.end() || known->second.text.empty()))
    certificate.dates["signed"] = *latest;
}

}  // namespace verilot
