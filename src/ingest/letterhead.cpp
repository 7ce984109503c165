#include "ingest/letterhead.h"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr double kProseWeight = 0.1;  // a name in running text beside one that stands alone

using Others = std::set<std::string>;  // names that are said to be somebody else's

bool is_capital(const std::string& word) {
  return !word.empty() && ((word[0] >= 'A' && word[0] <= 'Z') || (word[0] & 0x80) != 0);
}

SourceLocation place(const PageLayout& page, const Box& box, const std::string& file) {
  return place_in_pdf(file, page.page, box);
}

// "SC LABS // 1131 E. SOUTH STREET", "SC Labs | 100 Pioneer Street": the name comes first.
std::string name_part(const std::string& text) {
  std::string name = text.substr(0, text.find_first_of("|:("));
  for (const std::string_view sign : {"//", " · ", " — ", " – ", " • "}) {
    if (const std::size_t at = name.find(sign); at != std::string::npos) name.resize(at);
  }
  return squeezed(name);
}

bool is_laboratory_name(const std::string& name, const Lexicon& lexicon) {
  const auto words = split_words(name);
  if (words.size() < 2 || words.size() > 5) return false;
  // "Donor screening and testing" is a heading: names write their words with capitals.
  static constexpr std::string_view kSmall[] = {"of", "and", "for", "the", "&", "de", "du", "di"};
  if (!std::ranges::all_of(words, [](const std::string& word) {
        return is_capital(word) || std::ranges::find(kSmall, word) != std::end(kSmall);
      }))
    return false;
  if (name.ends_with('.') && !lexicon.has_company_form(name)) return false;
  return lexicon.names_laboratory(name) && !lexicon.is_title(name) &&
         lexicon.label_role(name).empty() && lexicon.column(name).role.empty() &&
         name.find('@') == std::string::npos;
}

// Names of laboratories within a sentence: "accredited ... KCA Laboratories".
std::vector<std::string> names_within(const Phrase& phrase, const Lexicon& lexicon) {
  std::vector<std::string> names;
  std::string run;
  const bool shouts =
      std::ranges::none_of(phrase.text, [](char c) { return c >= 'a' && c <= 'z'; });
  if (shouts) return names;
  const auto end_run = [&] {
    std::string name = run;
    while (name.ends_with('.') || name.ends_with(',')) name.pop_back();
    if (is_laboratory_name(name, lexicon)) names.push_back(name);
    run.clear();
  };
  for (const PdfWord& word : phrase.words) {
    if (!is_capital(word.text) && word.text != "&") {
      end_run();
      continue;
    }
    run += (run.empty() ? "" : " ") + word.text;
    if (word.text.ends_with('.') || word.text.ends_with(',')) end_run();
  }
  end_run();
  return names;
}

// The name with a laboratory word that is repeated most and set largest.
std::optional<Printed> laboratory_on(const PageLayout& page, const Lexicon& lexicon,
                                     const std::string& file, const Others& others) {
  std::map<std::string, double> weights;
  std::optional<Printed> best;
  double most = 0;
  const auto weigh = [&](const std::string& name, const Box& box, double weight) {
    if (others.count(identity_of(name)) != 0) return;
    const double sum = weights[folded(name)] += weight;
    if (sum <= most) return;
    most = sum;
    best = Printed{name, place(page, box, file)};
  };
  for (const Line& line : page.lines) {
    for (const Phrase& phrase : line.phrases) {
      const std::string name = name_part(phrase.text);
      if (is_laboratory_name(name, lexicon)) {
        weigh(name, phrase.box, height_of(phrase.box));
      } else if (phrase.words.size() > 5) {
        for (const std::string& within : names_within(phrase, lexicon))
          weigh(within, phrase.box, kProseWeight * height_of(phrase.box));
      }
    }
  }
  return best;
}

// "Analysis by Havard Industries": a label without a colon before a name.
std::optional<Printed> named_after_label(const PageLayout& page, const Lexicon& lexicon,
                                         const std::string& file) {
  for (const Line& line : page.lines) {
    for (const Phrase& phrase : line.phrases) {
      if (phrase.words.size() < 3 || phrase.words.size() > 9) continue;
      const std::string start = phrase.words[0].text + " " + phrase.words[1].text;
      if (lexicon.label_role(start) != "laboratory") continue;
      const std::string name = squeezed(phrase.text.substr(start.size()));
      if (is_capital(name) && lexicon.has_company_form(name))
        return Printed{name, place(page, phrase.box, file)};
    }
  }
  return std::nullopt;
}

// "Nidara Vesicles AS · Forskningsveien 30", "Solvida B.V., Cleanroomweg 2": the name alone.
std::string company_name(const std::string& text, const Lexicon& lexicon) {
  std::string name = name_part(text);
  if (text.find_first_of("@") < name.size() || lexicon.is_title(name)) return "";
  for (std::size_t comma = name.find(", "); comma != std::string::npos;
       comma = name.find(", ", comma + 1)) {
    if (lexicon.has_company_form(name.substr(0, comma))) {
      // "Co., Ltd." is one form.
      const std::string rest = name.substr(comma + 2);
      if (!lexicon.has_company_form("x " + rest.substr(0, rest.find_first_of(" ,")))) {
        name.resize(comma);
        break;
      }
    }
  }
  const auto words = split_words(name);
  return words.size() >= 2 && words.size() <= 7 && lexicon.has_company_form(name) ? name : "";
}

// A page without a laboratory word has its letterhead: a company's name above everything else.
std::optional<Printed> letterhead(const PageLayout& page, const Lexicon& lexicon,
                                  const std::string& file, const Others& others) {
  const auto is_other = [&](const std::string& name) {
    return name.empty() || others.count(identity_of(name)) != 0;
  };
  for (const Line& line : page.lines) {
    if (line.box.y0 > 0.2 * page.height) break;
    for (const Phrase& phrase : line.phrases) {
      if (const std::string name = company_name(phrase.text, lexicon); !is_other(name))
        return Printed{name, place(page, phrase.box, file)};
    }
  }
  // Else the line of the address at the foot.
  for (const Line& line : page.lines) {
    if (line.box.y0 < 0.85 * page.height) continue;
    if (const std::string name = company_name(line.phrases.front().text, lexicon); !is_other(name))
      return Printed{name, place(page, line.phrases.front().box, file)};
  }
  return std::nullopt;
}

bool is_name_of_sample(const Phrase& phrase, const Lexicon& lexicon) {
  const std::string& text = phrase.text;
  return text.size() >= 3 && text.size() <= 80 && text.find(':') == std::string::npos &&
         text.find_first_of("@#|") == std::string::npos && !lexicon.is_title(text) &&
         !lexicon.names_laboratory(text) && lexicon.label_role(text).empty() &&
         lexicon.column(text).role.empty() && lexicon.result_role(text).empty() &&
         !lexicon.is_number(text) && !iso_date(text, DateOrder::month_first);
}

bool in_line_with(const Box& a, const Box& b) {
  return std::abs(a.x0 - b.x0) < 4 || std::abs(a.x1 - b.x1) < 4 ||
         std::abs(centre_x(a) - centre_x(b)) < 4;
}

// The phrase above a column of "Matrix: ...", "Sample ID: ...".
std::optional<Printed> sample_name(const PageLayout& page, const Lexicon& lexicon,
                                   const std::string& file) {
  for (std::size_t i = 0; i < page.lines.size() && page.lines[i].box.y0 < 0.5 * page.height; ++i) {
    for (const Phrase& label : page.lines[i].phrases) {
      const std::size_t colon = label.text.find(':');
      if (colon == std::string::npos || !lexicon.is_sample_label(label.text.substr(0, colon)))
        continue;
      const Phrase* name = nullptr;
      double top = label.box.y0;
      for (std::size_t j = i; j-- > 0;) {
        for (const Phrase& phrase : page.lines[j].phrases) {
          if (top - phrase.box.y1 > 0.9 * height_of(phrase.box) || phrase.box.y1 > top + 3)
            continue;
          if (!in_line_with(phrase.box, label.box) || !is_name_of_sample(phrase, lexicon)) continue;
          name = &phrase;
          top = phrase.box.y0;
        }
      }
      if (name != nullptr) return Printed{name->text, place(page, name->box, file)};
    }
  }
  return std::nullopt;
}

// "Certificate of Analysis for Sample No. LN-20-CS-485 v1", "Test report 4711-26".
std::optional<std::string> number_in_title(const std::string& title) {
  static const re2::RE2 kNumber(
      "(?i)(?:\\bNo\\.?|\\bNr\\.?|N°|n°|Nº|№|\\bn\\.|#|\\bnumber)\\s*:?\\s*([A-Z0-9][A-Z0-9./"
      "_-]*[0-9][A-Z0-9./_-]*"
      "(?: v[0-9]+| Rev\\.?[0-9.]+)?)\\s*$");
  std::string number;
  if (!re2::RE2::PartialMatch(title, kNumber, &number)) return std::nullopt;
  return number;
}

}  // namespace

void find_unlabelled(Certificate& certificate, const PageLayout& page, const Lexicon& lexicon,
                     const std::string& file) {
  for (const Line& line : page.lines) {
    std::string whole;
    for (const Phrase& phrase : line.phrases) {
      if (!certificate.title && lexicon.is_title(phrase.text)) {
        certificate.title = Printed{phrase.text, place(page, phrase.box, file)};
      }
      const bool sign_first = phrase.text.starts_with("№") || phrase.text.starts_with("#");
      if (!certificate.number && (sign_first || lexicon.is_title(phrase.text))) {
        if (const auto number = number_in_title(phrase.text))
          certificate.number = Printed{*number, place(page, phrase.box, file)};
      }
      whole += (whole.empty() ? "" : " ") + phrase.text;
    }
    if (!certificate.accreditation && lexicon.claims_accreditation(whole)) {
      certificate.accreditation = Printed{whole, place(page, line.box, file)};
    }
  }
  if (!certificate.laboratory || certificate.laboratory->text.empty()) {
    auto laboratory = named_after_label(page, lexicon, file);
    Others others;  // the customer is often a laboratory too
    if (certificate.client) others.insert(identity_of(certificate.client->text));
    if (!laboratory) laboratory = laboratory_on(page, lexicon, file, others);
    if (!laboratory) laboratory = letterhead(page, lexicon, file, others);
    if (laboratory) certificate.laboratory = laboratory;
  }
  if (!certificate.product_name || certificate.product_name->text.empty()) {
    if (auto name = sample_name(page, lexicon, file)) certificate.product_name = name;
  }
}

}  // namespace verilot
