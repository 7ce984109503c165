#include "ingest/pictured_values.h"

#include <algorithm>

#include "ingest/certificate_paths.h"
#include "ingest/page_layout.h"
#include "ingest/pictured_doubts.h"
#include "ingest/table_tests.h"

namespace verilot {
namespace {

constexpr int kSureNumber = 86;  // percent: below it one number in ten is wrong
constexpr int kSureWord = 70;
constexpr int kSureName = 40;  // of a name that a table knows
constexpr const char* kNearMatch = "one letter off";
constexpr std::size_t kShortWord = 3;  // "ND" and "NA" are easily taken for one another
constexpr int kScrap = 50;             // a row whose name is less sure and unknown is none

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}
bool has_digit(const std::string& text) { return std::ranges::any_of(text, is_digit); }
bool has_sign(const std::string& text) {
  return std::ranges::any_of(text, [](char c) { return is_digit(c) || is_letter(c); });
}

std::size_t letters_in(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, is_letter));
}

struct Sureness {
  int words = 100;    // the least sure word
  int numbers = 100;  // the least sure word with digits or an operator
};

Sureness sureness(const PdfPage& page, const Box& box) {
  constexpr double kMargin = 1;  // points
  Sureness least;
  for (const PdfWord& word : page.words) {
    const double x = centre_x(word.box);
    const double y = centre_y(word.box);
    if (x < box.x0 - kMargin || x > box.x1 + kMargin || y < box.y0 - kMargin ||
        y > box.y1 + kMargin)
      continue;
    const bool number =
        has_digit(word.text) || word.text.find_first_of("<>") != std::string::npos ||
        word.text.find("≤") != std::string::npos || word.text.find("≥") != std::string::npos;
    if (number) least.numbers = std::min(least.numbers, word.confidence);
    if (has_sign(word.text)) least.words = std::min(least.words, word.confidence);
  }
  return least;
}

const PdfPage* picture_at(const PdfText& text, const SourceLocation& where) {
  if (where.page < 1 || static_cast<std::size_t>(where.page) > text.pages.size()) return nullptr;
  const PdfPage& page = text.pages[static_cast<std::size_t>(where.page) - 1];
  return page.read_as_picture ? &page : nullptr;
}

class PicturedValues {
 public:
  PicturedValues(CertificateFile& file, const PdfText& text, const std::string& name,
                 const Lexicon& lexicon, const Tables& tables)
      : file_(file), text_(text), name_(name), lexicon_(lexicon), tables_(tables) {}

  void settle() {
    for (Certificate& certificate : file_.certificates) {
      std::erase_if(certificate.tests, [&](const CertificateTest& test) { return is_scrap(test); });
      for (CertificateTest& test : certificate.tests) repair(test);
      drop_repeated(certificate.tests);
    }
    for_each_value(file_, [&](const CertificatePath& path, Printed& value) { weigh(path, value); });
    for (Certificate& certificate : file_.certificates) weigh_whole(certificate);
    for (const PdfPage& page : text_.pages)
      if (page.read_as_picture && page.readable) note(page);
    for (Certificate& certificate : file_.certificates) place(certificate);
  }

 private:
  const PdfPage* picture(const SourceLocation& where) const { return picture_at(text_, where); }

  // A row that was read twice from one place.
  void drop_repeated(std::vector<CertificateTest>& tests) const {
    std::vector<CertificateTest> kept;
    for (CertificateTest& test : tests) {
      const bool repeated = std::ranges::any_of(kept, [&](const CertificateTest& other) {
        const Box& a = other.analyte.where.box;
        const Box& b = test.analyte.where.box;
        return picture(test.where) != nullptr && other.where.page == test.where.page &&
               other.analyte.text == test.analyte.text && a != Box{} && shared_x(a, b) > 0 &&
               shared_y(a, b) > 0.5 * height_of(a) && same_text(other.result, test.result);
      });
      if (!repeated) kept.push_back(std::move(test));
    }
    tests = std::move(kept);
  }

  static bool same_text(const std::optional<Printed>& a, const std::optional<Printed>& b) {
    return a.has_value() == b.has_value() && (!a || a->text == b->text);
  }

  // Axis labels and scribbles end up as rows now and then.
  bool is_scrap(const CertificateTest& test) const {
    const PdfPage* page = picture(test.where);
    if (page == nullptr || !test.analyte_id.empty()) return false;
    if (letters_in(test.analyte.text) < 2) return true;
    const bool valued = test.result && lexicon_.is_value(test.result->text);
    return !valued && sureness(*page, test.analyte.where.box).words < kScrap;
  }

  void repair(CertificateTest& test) const {
    if (picture(test.where) == nullptr) return;
    if (test.analyte_id.empty() || lexicon_.match_analyte(test.analyte.text).how == kNearMatch) {
      const std::string name = lexicon_.name_of_look_alikes(test.analyte.text);
      if (!name.empty()) {
        test.analyte.text = name;
        recognise(test, lexicon_);
      }
    }
    for (auto* value : {&test.result, &test.limit, &test.detection_limit, &test.quantitation_limit})
      if (*value) repair_number(**value);
  }

  // "<t00" in a column of numbers is <100, most likely.
  void repair_number(Printed& value) const {
    if (!has_digit(value.text) || lexicon_.is_value(value.text)) return;
    std::string text = value.text;
    for (char& c : text) {
      constexpr std::string_view kRead = "tlI|OoSB";
      constexpr std::string_view kMeant = "11110058";
      const std::size_t at = kRead.find(c);
      if (at != std::string_view::npos) c = kMeant[at];
    }
    if (!lexicon_.is_number(text)) return;
    value.doubt = "read off a picture as '" + value.text + "', which is no number";
    value.text = text;
  }

  bool is_known_name(const CertificatePath& path, const Printed& value) const {
    if (path.field == "analyte") return !lexicon_.analyte_id(value.text).empty();
    return !lexicon_.result_role(value.text).empty() || lexicon_.is_unit(value.text) ||
           !lexicon_.method_id(value.text, "").empty();
  }

  void weigh(const CertificatePath& path, Printed& value) const {
    const PdfPage* page = picture(value.where);
    if (page == nullptr || !value.doubt.empty() || value.text.empty()) return;
    const Sureness sure = sureness(*page, value.where.box);
    const bool known = is_known_name(path, value);
    const bool short_word = path.field == "result" && value.text.size() <= kShortWord;
    const int enough = short_word ? kSureNumber : known ? kSureName : kSureWord;
    const bool named = known && (path.field == "analyte" || !has_digit(value.text));  // "<LOQ"
    if (sure.words >= enough && (named || sure.numbers >= kSureNumber)) return;
    value.doubt = "read off a picture with " + std::to_string(std::min(sure.words, sure.numbers)) +
                  " % confidence";
  }

  // A unit of a heading: one of the words that hold it must be sure.
  void weigh_unit(const PdfPage& page, CertificateTest& test) const {
    if (!test.unit || test.unit->text.empty() || !test.unit->doubt.empty()) return;
    int surest = -1;
    for (const PdfWord& word : page.words) {
      const std::size_t at = word.text.find(test.unit->text);
      const bool whole = at == 0 || (at != std::string::npos && !is_letter(word.text[at - 1]));
      if (whole) surest = std::max(surest, word.confidence);
    }
    if (surest >= 0 && surest <= kSureName)
      test.unit->doubt =
          "its unit was read off a picture with " + std::to_string(surest) + " % confidence";
  }

  void weigh_whole(Certificate& certificate) const {
    for (const PdfPage& page : text_.pages) {
      if (!page.read_as_picture) continue;
      std::vector<CertificateTest*> rows;
      for (CertificateTest& test : certificate.tests)
        if (test.where.page == page.number) rows.push_back(&test);
      for (CertificateTest* test : rows) weigh_unit(page, *test);
      doubt_pictured_rows(rows, lexicon_, tables_);
    }
    const bool any_text = std::ranges::any_of(certificate.pages, [&](int number) {
      return picture(place_in_pdf(name_, number, {})) == nullptr;
    });
    if (!any_text) doubt_pictured_head(certificate, lexicon_);
  }

  // What was lost on the page nobody knows, as long as words on it are unsure.
  void note(const PdfPage& page) {
    const int unsure = page.unsure_words;
    std::string what =
        "page " + std::to_string(page.number) + " of " + name_ + " was read as a picture";
    if (unsure > 0) {
      what += "; " + std::to_string(unsure) + " words on it are not sure";
    }
    file_.problems.push_back({ProblemLevel::note, place_in_pdf(name_, page.number, {}), what});
    if (unsure == 0) return;
    for (Certificate& certificate : file_.certificates) {
      const bool on_page =
          std::ranges::find(certificate.pages, page.number) != certificate.pages.end();
      if (on_page && certificate.incomplete.empty()) certificate.incomplete = what;
    }
  }

  void place(SourceLocation& where) const {
    const PdfPage* page = picture(where);
    if (page != nullptr && where.box != Box{} && page->placement != PagePlacement{})
      where.box = page->placement.on_page(where.box);
  }

  // From the page as it was put upright to the page as it lies in the file.
  void place(Certificate& certificate) {
    for (CertificateTest& test : certificate.tests) place(test.where);
    place(certificate.table);
    for (Problem& problem : certificate.problems) place(problem.where);
    if (&certificate != &file_.certificates.front()) return;
    for_each_value(file_, [&](const CertificatePath&, Printed& value) { place(value.where); });
    for (Problem& problem : file_.problems) place(problem.where);
  }

  CertificateFile& file_;
  const PdfText& text_;
  const std::string& name_;
  const Lexicon& lexicon_;
  const Tables& tables_;
};

}  // namespace

bool is_unsure(const Printed& value, const PdfText& text) {
  const PdfPage* page = picture_at(text, value.where);
  if (page == nullptr) return false;
  const Sureness sure = sureness(*page, value.where.box);
  return std::min(sure.words, sure.numbers) < kSureNumber;
}

void settle_pictured_values(CertificateFile& file, const PdfText& text, const std::string& name,
                            const Lexicon& lexicon, const Tables& tables) {
  if (std::ranges::none_of(text.pages, &PdfPage::read_as_picture)) return;
  PicturedValues(file, text, name, lexicon, tables).settle();
}

}  // namespace verilot
