// Values in a font of their own: what was typed into a finished page.
//
// A font counts by its family and by whether the file carries it. Bold and slanted cuts are one
// family; fonts of signs do not count, nor letters that a usual font lacks.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "ingest/document_inspection.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr double kInside = 0.5;  // of a mark, to belong to a value
constexpr std::size_t kFewOthers = 2;

struct Face {
  std::string family;
  bool embedded = false;
  auto operator<=>(const Face&) const = default;
};

bool is_plain(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c < 127; });
}

class PageFonts {
 public:
  PageFonts(Inspection& inspection, int page)
      : inspection_(inspection),
        marks_(inspection.pages[static_cast<std::size_t>(page - 1)].marks),
        page_(page) {
    for (const PdfTypeface& font : inspection.reader->fonts())
      faces_.push_back({family_of(font.name), font.embedded});
    for (const PdfMark& mark : marks_) {
      if (mark.kind != PdfMark::Kind::text || !mark.visible) continue;
      characters_[faces_[mark.font]] += mark.text.size();
      all_ += mark.text.size();
    }
  }

  void run() {
    if (characters_.size() < 2) return;
    for (const Certificate& certificate : inspection_.file.certificates) {
      look_at_results(certificate);
      if (certificate.lot) look_at_alone(*certificate.lot);
      for (const auto& [role, date] : certificate.dates) look_at_alone(date);
    }
  }

 private:
  std::string family_of(const std::string& name) const {
    std::string family;
    for (const char c : name) {
      if (c >= 'A' && c <= 'Z') family += static_cast<char>(c + 32);
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) family += c;
    }
    for (const std::string& sign : inspection_.words("sign_fonts"))
      if (family.find(sign) != std::string::npos) return "";
    for (bool again = true; again;) {
      again = false;
      for (const std::string& style : inspection_.words("font_styles")) {
        if (family.size() < style.size() + 3 || !family.ends_with(style)) continue;
        family.resize(family.size() - style.size());
        again = true;
      }
    }
    return family;
  }

  // The marks of a value that say something in plain letters, in a font of words.
  std::vector<const PdfMark*> marks_of(const std::optional<Printed>& value) const {
    std::vector<const PdfMark*> found;
    if (!value || value->where.page != page_) return found;
    for (const PdfMark& mark : marks_) {
      if (mark.kind != PdfMark::Kind::text || !mark.visible || !is_plain(mark.text)) continue;
      if (faces_[mark.font].family.empty()) continue;
      if (share_within(mark.box, value->where.box) > kInside) found.push_back(&mark);
    }
    return found;
  }
  std::set<Face> faces_of(const std::optional<Printed>& value) const {
    std::set<Face> faces;
    for (const PdfMark* mark : marks_of(value)) faces.insert(faces_[mark->font]);
    return faces;
  }
  // Of its digits where it has some: the unit behind a changed number is left as it was.
  std::vector<const PdfMark*> telling_marks_of(const std::optional<Printed>& value) const {
    std::vector<const PdfMark*> marks = marks_of(value);
    const auto digits = [](const PdfMark* mark) { return has_digit(mark->text); };
    if (std::ranges::any_of(marks, digits))
      std::erase_if(marks, [&](const PdfMark* mark) { return !digits(mark); });
    return marks;
  }
  std::set<Face> telling_faces_of(const std::optional<Printed>& value) const {
    std::set<Face> faces;
    for (const PdfMark* mark : telling_marks_of(value)) faces.insert(faces_[mark->font]);
    return faces;
  }

  bool is_rare(const Face& face, std::size_t here) const {
    const auto used = characters_.find(face);
    const std::size_t count = used == characters_.end() ? 0 : used->second;
    return static_cast<double>(count) <
               inspection_.limit("rare_font_share") * static_cast<double>(all_) ||
           count <= here;
  }

  void report(const Printed& value, const Face& own, const Face& other) {
    if (!reported_.insert({value.where.box.x0, value.where.box.y0}).second) return;
    inspection_.add_to_page(
        "font_mix", page_, {value.where.box},
        {{"words", value.text}, {"font", name_of(own)}, {"other", name_of(other)}});
  }
  std::string name_of(const Face& face) const {
    for (std::size_t i = 0; i < faces_.size(); ++i)
      if (faces_[i] == face)
        return inspection_.reader->fonts()[i].name +
               (face.embedded ? "" : " (which the file does not carry)");
    return face.family;
  }

  // Digits of one value in two fonts.
  bool mixed_inside(const std::optional<Printed>& value) {
    std::map<Face, std::size_t> digits;
    for (const PdfMark* mark : marks_of(value))
      if (has_digit(mark->text)) digits[faces_[mark->font]] += mark->text.size();
    if (digits.size() != 2) return false;
    auto rare = digits.begin(), usual = std::next(digits.begin());
    if (characters_[rare->first] > characters_[usual->first]) std::swap(rare, usual);
    if (rare->first.family == usual->first.family && rare->first.embedded) return false;
    if (!is_rare(rare->first, rare->second) && !inside_a_number(marks_of(value))) return false;
    report(*value, rare->first, usual->first);
    return true;
  }

  // Digits that touch on one line, in different fonts; exponents are raised and smaller by more.
  bool inside_a_number(const std::vector<const PdfMark*>& marks) const {
    for (const PdfMark* left : marks) {
      for (const PdfMark* right : marks) {
        const bool touch = std::abs(right->box.x0 - left->box.x1) < 0.15 * left->size;
        const bool level = std::abs(right->baseline - left->baseline) < 0.5 &&
                           std::abs(right->size - left->size) < 0.25 * left->size;
        if (touch && level && has_digit(left->text) && has_digit(right->text) &&
            faces_[left->font].family != faces_[right->font].family)
          return true;
      }
    }
    return false;
  }

  // The results of one certificate beside one another, and each beside its row.
  void look_at_results(const Certificate& certificate) {
    std::map<Face, std::size_t> results;
    for (const CertificateTest& test : certificate.tests)
      for (const Face& face : telling_faces_of(test.result)) ++results[face];
    for (const CertificateTest& test : certificate.tests) {
      if (!test.result || mixed_inside(test.result)) continue;
      const std::set<Face> faces = telling_faces_of(test.result);
      if (faces.size() != 1 || results[*faces.begin()] != 1) continue;
      std::size_t here = 0;
      for (const PdfMark* mark : telling_marks_of(test.result)) here += mark->text.size();
      if (!is_rare(*faces.begin(), here)) continue;
      const std::optional<Face> row = face_of_row(test);
      if (row && differs(*faces.begin(), *row) && results[*row] >= kFewOthers)
        report(*test.result, *faces.begin(), *row);
    }
  }

  static bool differs(const Face& own, const Face& other) {
    return own.family != other.family || (!own.embedded && other.embedded);
  }

  // The one font of what stands in the row beside the result.
  std::optional<Face> face_of_row(const CertificateTest& test) const {
    std::set<Face> faces = faces_of(test.analyte);
    for (const auto* cell : {&test.limit, &test.unit, &test.method}) faces.merge(faces_of(*cell));
    if (faces.size() == 1) return *faces.begin();
    return std::nullopt;
  }

  // The lot and the dates stand beside a label alone: only a font that the file does not carry,
  // among others that it does, says something.
  void look_at_alone(const Printed& value) {
    if (mixed_inside(value)) return;
    const std::set<Face> faces = faces_of(value);
    if (faces.size() != 1 || faces.begin()->embedded) return;
    std::size_t here = 0;
    for (const PdfMark* mark : marks_of(value)) here += mark->text.size();
    if (!is_rare(*faces.begin(), here)) return;
    const Face* most = nullptr;
    for (const auto& [face, count] : characters_)
      if (most == nullptr || count > characters_.at(*most)) most = &face;
    if (most != nullptr && most->embedded && most->family != faces.begin()->family)
      report(value, *faces.begin(), *most);
  }

  Inspection& inspection_;
  const std::vector<PdfMark>& marks_;
  const int page_;
  std::vector<Face> faces_;  // as the reader's fonts
  std::map<Face, std::size_t> characters_;
  std::size_t all_ = 0;
  std::set<std::pair<double, double>> reported_;
};

}  // namespace

void find_font_signals(Inspection& inspection) {
  if (inspection.reader == nullptr) return;
  for (std::size_t i = 0; i < inspection.pages.size(); ++i)
    PageFonts(inspection, static_cast<int>(i) + 1).run();
}

}  // namespace verilot
