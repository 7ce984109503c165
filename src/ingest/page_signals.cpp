// Words that are covered, printed over one another, or on a page without showing.
//
// What covers what follows from the order of painting. Words that seem to have no ink are looked
// for in a picture of the page before anything is said of them.
#include <algorithm>
#include <cmath>
#include <set>

#include "ingest/document_inspection.h"
#include "ingest/page_ink.h"
#include "ingest/page_layout.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr double kCovered = 0.7;       // of a word's core
constexpr double kSameSpot = 0.5;      // of the smaller of two words
constexpr double kTiny = 1.0;          // points: nobody reads letters as small
constexpr double kWholePage = 0.5;     // of the page: a picture that is the page
constexpr std::size_t kFewWords = 25;  // visible ones on a page that is a picture
constexpr std::size_t kMaxPairs = 30'000'000;
constexpr int kMaxPictures = 10;  // of pages, a file

enum class Fate { shown, covered, unseen, under_picture };

struct Word {
  std::size_t mark = 0;  // its place in the order of painting
  Box core;              // where the ink of most letters is
  Fate fate = Fate::shown;
  std::size_t cover = 0;  // the mark that covers it
  bool cut_off = false;   // outside what a viewer shows of the page
};

Box core_of(const PdfMark& mark) {
  const double height = mark.box.y1 - mark.box.y0;
  if (!mark.upright) return mark.box;
  return {mark.box.x0, mark.box.y0 + 0.26 * height, mark.box.x1, mark.box.y1 - 0.22 * height};
}

bool is_number_part(char c) { return (c >= '0' && c <= '9') || c == '.' || c == ','; }

// Whether one says what the other says: equal, or a part of it that cuts no number.
bool says_the_same(const std::string& first, const std::string& second) {
  const std::string a = identity_of(first), b = identity_of(second);
  if (a == b) return true;
  const std::string& longer = first.size() > second.size() ? first : second;
  const std::string& shorter = first.size() > second.size() ? second : first;
  const std::size_t at = longer.find(shorter);
  if (at == std::string::npos || shorter.size() < 2) return false;
  const std::size_t end = at + shorter.size();
  return (at == 0 || !is_number_part(longer[at - 1])) &&
         (end >= longer.size() || !is_number_part(longer[end]));
}

class PageInspector {
 public:
  PageInspector(Inspection& inspection, int page, int& pictures_left)
      : inspection_(inspection),
        marks_(inspection.pages[static_cast<std::size_t>(page - 1)].marks),
        shown_(inspection.pages[static_cast<std::size_t>(page - 1)].shown),
        page_(page),
        pictures_left_(pictures_left) {}

  // False where the page holds too much to look at every pair.
  bool run() {
    for (std::size_t i = 0; i < marks_.size(); ++i) {
      const PdfMark& mark = marks_[i];
      if (mark.kind == PdfMark::Kind::text)
        words_.push_back({i, core_of(mark)});
      else
        areas_.push_back(i);
    }
    if (words_.size() * (areas_.size() + 1) > kMaxPairs) return false;
    for (Word& word : words_) decide(word);
    report_additions();
    // Of a page whose text makes no sense nobody knows what its words cover.
    const std::vector<int>& unread = inspection_.file.unread_pages;
    if (std::ranges::find(unread, page_) != unread.end()) return true;
    redraw();
    report_covered();
    report_unseen();
    report_overlaps();
    return true;
  }

 private:
  const PdfMark& mark(const Word& word) const { return marks_[word.mark]; }
  double page_area() const { return std::max(1.0, area(shown_)); }
  bool is_page_picture(const PdfMark& mark) const {
    return mark.kind == PdfMark::Kind::picture && area(mark.box) > kWholePage * page_area();
  }

  void decide(Word& word) {
    const PdfMark& text = mark(word);
    MarkColour ground{true, {255, 255, 255}};
    bool on_picture = false;
    for (const std::size_t i : areas_) {
      const PdfMark& other = marks_[i];
      if (share_within(word.core, other.box) < kCovered) continue;
      if (is_page_picture(other)) on_picture = true;
      if (i < word.mark) {
        if (other.opaque || other.kind == PdfMark::Kind::picture)
          ground = other.kind == PdfMark::Kind::fill ? other.colour : MarkColour{false, {}};
      } else if (other.opaque && other.exact) {
        word.fate = is_page_picture(other) ? Fate::under_picture : Fate::covered;
        word.cover = i;
      }
    }
    if (word.fate != Fate::shown) return;
    const Box& box = text.box;
    const double x = (box.x0 + box.x1) / 2, y = (box.y0 + box.y1) / 2;
    const bool outside = x < shown_.x0 || x > shown_.x1 || y < shown_.y0 || y > shown_.y1;
    // Pale words on a picture most often stand on a dark one: only a value is worth a look.
    const bool faint = ground.known ? difference(text.colour, ground) < inspection_.limit("ink")
                                    : text.colour.known &&
                                          *std::ranges::min_element(text.colour.rgb) >
                                              255 - inspection_.limit("ink") &&
                                          meets_telling_value(inspection_.file, page_, word.core);
    word.cut_off = outside;
    if (!text.visible || outside || faint || text.size < kTiny)
      word.fate = on_picture && !text.visible ? Fate::under_picture : Fate::unseen;
    if (text.origin == PdfMark::Origin::form_field && text.visible && word.fate == Fate::unseen)
      word.fate = Fate::shown;
  }

  // Beyond the limit nothing is looked at: a page made to keep a reader busy.
  bool same_spot(const Word& a, const Word& b) const {
    if (pairs_ > kMaxPairs) return false;
    ++pairs_;
    return std::max(share_within(a.core, b.core), share_within(b.core, a.core)) > kSameSpot;
  }

  // Words that are painted once more where they can be seen, as some programs do.
  void redraw() {
    for (Word& word : words_) {
      if (word.fate == Fate::shown) continue;
      for (const Word& other : words_) {
        if (other.fate != Fate::shown || !same_spot(word, other)) continue;
        if (!says_the_same(mark(word).text, mark(other).text)) continue;
        word.fate = Fate::shown;
        break;
      }
    }
  }

  std::string joined_text(std::vector<const Word*> words) const {
    std::ranges::sort(words, {}, [&](const Word* word) {
      return std::pair(std::lround(mark(*word).baseline / 3), word->core.x0);
    });
    std::string text;
    for (const Word* word : words) text += (text.empty() ? "" : " ") + mark(*word).text;
    return text;
  }
  std::vector<Box> boxes_of(const std::vector<const Word*>& words) const {
    std::vector<Box> boxes;
    for (const Word* word : words) boxes.push_back(mark(*word).box);
    return boxes;
  }
  bool meets_value(const std::vector<const Word*>& words) const {
    // The box around a slanting word holds more than the word.
    return std::ranges::any_of(words, [&](const Word* word) {
      return mark(*word).upright && meets_telling_value(inspection_.file, page_, word->core);
    });
  }

  // Identifiers, contacts, and words of certificates; not page marks and ornaments.
  bool says_something(const std::string& text) const {
    const Lexicon& lexicon = inspection_.lexicon();
    return (has_digit(text) && text.size() > 1) || text.find('@') != std::string::npos ||
           text.find("www.") != std::string::npos || !lexicon.label_role(text).empty() ||
           !lexicon.column(text).role.empty() || !lexicon.result_role(text).empty() ||
           !lexicon.analyte_id(text).empty();
  }
  bool says_enough(const std::vector<const Word*>& words) const {
    std::set<std::string> distinct;
    for (const Word* word : words)
      if (says_something(mark(*word).text)) distinct.insert(identity_of(mark(*word).text));
    return static_cast<double>(distinct.size()) >= inspection_.limit("hidden_words");
  }

  // "AA999A99" for "KB363D64": letters and digits at the same places.
  static std::string shape_of(std::string text) {
    for (char& c : text) {
      if (c >= '0' && c <= '9') c = '9';
      if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) c = 'A';
    }
    return text;
  }
  static bool is_identifier(const std::string& text) {
    constexpr std::size_t kLeast = 5;
    return text.size() >= kLeast && has_digit(text) &&
           shape_of(text).find('A') != std::string::npos;
  }
  // Another lot or certificate number: of the form of the printed one, or on its line.
  bool names_another(const std::vector<const Word*>& words) const {
    const auto another = [&](const std::optional<Printed>& printed, const Word& word) {
      const std::string& text = mark(word).text;
      if (!printed || printed->where.page != page_ || printed->text == text) return false;
      return shape_of(printed->text) == shape_of(text) ||
             shared_y(printed->where.box, word.core) > 0;
    };
    return std::ranges::any_of(words, [&](const Word* word) {
      if (!is_identifier(mark(*word).text)) return false;
      return std::ranges::any_of(inspection_.file.certificates, [&](const Certificate& read) {
        return another(read.lot, *word) || another(read.number, *word);
      });
    });
  }
  bool matters(const std::vector<const Word*>& words) const {
    return meets_value(words) || says_enough(words) || names_another(words);
  }

  void report_covered() {
    std::set<std::size_t> covers;
    for (const Word& word : words_)
      if (word.fate == Fate::covered) covers.insert(word.cover);
    for (const std::size_t cover : covers) {
      std::vector<const Word*> below, above;
      for (Word& word : words_) {
        if (word.fate == Fate::covered && word.cover == cover) below.push_back(&word);
        if (word.fate == Fate::shown && word.mark > cover &&
            share_within(word.core, marks_[cover].box) > kSameSpot)
          above.push_back(&word);
      }
      report_cover(cover, below, above);
    }
  }

  void report_cover(std::size_t cover, const std::vector<const Word*>& below,
                    const std::vector<const Word*>& above) {
    const std::string was = joined_text(below), is = joined_text(above);
    const bool value = meets_value(below) || meets_value(above);
    if (marks_[cover].kind == PdfMark::Kind::picture) {
      if (value || says_enough(below))
        inspection_.add_to_page("overlaid_picture", page_, boxes_of(below), {{"below", was}});
    } else if (above.empty()) {
      for (const Word* word : below) unseen_.push_back(word);
    } else if (!says_the_same(was, is) && (value || (has_digit(was) && has_digit(is)))) {
      std::vector<Box> boxes = boxes_of(below);
      for (const Box& box : boxes_of(above)) boxes.push_back(box);
      inspection_.add_to_page("overlap_text", page_, boxes, {{"below", was}, {"above", is}});
    }
  }

  void report_unseen() {
    for (const Word& word : words_)
      if (word.fate == Fate::unseen) unseen_.push_back(&word);
    if (unseen_.empty() || !matters(unseen_)) return;
    if (pictures_left_-- <= 0) return;
    const PageInk ink(inspection_.document, page_,
                      static_cast<int>(inspection_.limit("ink_dots_per_inch")));
    if (ink.known()) {
      std::erase_if(unseen_, [&](const Word* word) {
        return !word->cut_off && !under_other_words(*word) &&
               ink.shows(word->core, static_cast<int>(inspection_.limit("ink")));
      });
    }
    if (unseen_.empty() || !matters(unseen_)) return;
    inspection_.add_to_page("hidden_text", page_, boxes_of(unseen_),
                            {{"words", joined_text(unseen_)}});
  }

  // The ink of other words in the same spot is not its own.
  bool under_other_words(const Word& word) const {
    return std::ranges::any_of(words_, [&](const Word& other) {
      return other.fate == Fate::shown && other.mark != word.mark && same_spot(word, other);
    });
  }

  // Letters that no text was made of are not what they seem, nor are their widths.
  bool is_garbled() const {
    const auto index = static_cast<std::size_t>(page_ - 1);
    const auto& pages = inspection_.text.pages;
    return index < pages.size() && pages[index].read_as_picture && !pages[index].has_text;
  }

  void report_overlaps() {
    if (is_garbled()) return;
    std::vector<std::pair<const Word*, const Word*>> pairs;
    std::vector<const Word*> numbers;
    for (const Word& word : words_)
      if (word.fate == Fate::shown && has_digit(mark(word).text)) numbers.push_back(&word);
    std::ranges::sort(numbers, {}, [](const Word* word) { return word->core.y0; });
    const double share = inspection_.limit("overlap_share");
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      for (std::size_t k = i + 1; k < numbers.size(); ++k) {
        if (numbers[k]->core.y0 >= numbers[i]->core.y1 || ++pairs_ > kMaxPairs) break;
        const Word& a = *numbers[i];
        const Word& b = *numbers[k];
        if (std::max(share_within(a.core, b.core), share_within(b.core, a.core)) <= share) continue;
        if (says_the_same(mark(a).text, mark(b).text)) continue;
        pairs.push_back(a.mark < b.mark ? std::pair(&a, &b) : std::pair(&b, &a));
        if (static_cast<double>(pairs.size()) > inspection_.limit("overlaps_of_a_page")) return;
      }
    }
    for (const auto& [below, above] : pairs)
      inspection_.add_to_page("overlap_text", page_, {mark(*below).box, mark(*above).box},
                              {{"below", mark(*below).text}, {"above", mark(*above).text}});
  }

  // On a page that is a picture: an area with words on it, a small picture, or values in letters.
  void report_additions() {
    const auto page =
        std::ranges::find_if(areas_, [&](std::size_t i) { return is_page_picture(marks_[i]); });
    if (page == areas_.end()) return;
    const auto visible = static_cast<std::size_t>(
        std::ranges::count_if(words_, [](const Word& word) { return word.fate == Fate::shown; }));
    if (visible > kFewWords) return;
    for (const std::size_t i : areas_) {
      if (i > *page && is_line_of(marks_[i], marks_[*page])) report_addition(i);
    }
  }

  bool is_line_of(const PdfMark& mark, const PdfMark& page) const {
    const double height = mark.box.y1 - mark.box.y0, width = mark.box.x1 - mark.box.x0;
    return mark.opaque && mark.exact && height > 5 && width > 5 &&
           height < inspection_.limit("text_line") && width < (page.box.x1 - page.box.x0) / 2 &&
           share_within(mark.box, page.box) > 0.99;
  }

  void report_addition(std::size_t area_mark) {
    const Box& box = marks_[area_mark].box;
    std::vector<const Word*> above;
    for (const Word& word : words_)
      if (word.fate == Fate::shown && word.mark > area_mark && share_within(word.core, box) > 0.5)
        above.push_back(&word);
    const std::string text = joined_text(above);
    if (marks_[area_mark].kind == PdfMark::Kind::picture)
      inspection_.add_to_page("overlaid_area", page_, {box}, {{"above", "a small picture"}});
    else if (has_digit(text) || says_enough(above) || meets_value(above))
      inspection_.add_to_page("overlaid_area", page_, {box}, {{"above", text}});
  }

  Inspection& inspection_;
  const std::vector<PdfMark>& marks_;
  const Box shown_;
  const int page_;
  int& pictures_left_;
  std::vector<Word> words_;
  std::vector<std::size_t> areas_;
  std::vector<const Word*> unseen_;
  mutable std::size_t pairs_ = 0;
};

}  // namespace

void find_page_signals(Inspection& inspection) {
  int pictures_left = kMaxPictures;
  for (std::size_t i = 0; i < inspection.pages.size(); ++i) {
    const int page = static_cast<int>(i) + 1;
    if (!PageInspector(inspection, page, pictures_left).run())
      inspection.metadata.not_inspected =
          "page " + std::to_string(page) + " holds too much to see what covers what";
  }
}

}  // namespace verilot
