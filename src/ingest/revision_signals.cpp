// What changed after the file was first written, and whether its signature still covers it.
//
// The file is cut where its first revision ends and both are compared by what they paint. Programs
// that write two ends to begin with, and signatures with their stamp, change nothing.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "ingest/child_process.h"
#include "ingest/document_inspection.h"
#include "ingest/temporary_file.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr std::size_t kMaxShownWords = 12;

// What a page paints, without how: words with their places, pictures.
using Painted = std::map<std::tuple<std::string, long, long>, const PdfMark*>;

bool counts(const PdfMark& mark) {
  return mark.origin != PdfMark::Origin::signature &&
         (mark.kind == PdfMark::Kind::text || mark.kind == PdfMark::Kind::picture);
}

Painted painted(const PdfPageMarks& page) {
  Painted all;
  for (const PdfMark& mark : page.marks) {
    if (!counts(mark)) continue;
    const std::string what =
        mark.kind == PdfMark::Kind::text ? mark.text : "picture " + std::to_string(mark.digest);
    all.emplace(std::tuple(what, std::lround(mark.box.x0 / 2), std::lround(mark.box.y0 / 2)),
                &mark);
  }
  return all;
}

std::vector<const PdfMark*> missing_in(const Painted& all, const Painted& other) {
  std::vector<const PdfMark*> missing;
  for (const auto& [key, mark] : all) {
    bool there = false;
    const auto& [what, x, y] = key;
    for (long dx = -1; dx <= 1 && !there; ++dx)
      for (long dy = -1; dy <= 1 && !there; ++dy)
        there = other.count(std::tuple(what, x + dx, y + dy)) != 0;
    if (!there) missing.push_back(mark);
  }
  return missing;
}

std::string words_of(const std::vector<const PdfMark*>& marks) {
  std::vector<const PdfMark*> sorted = marks;
  std::ranges::sort(sorted, {}, [](const PdfMark* mark) {
    return std::pair(std::lround(mark->box.y1 / 3), mark->box.x0);
  });
  if (sorted.size() > kMaxShownWords) sorted.resize(kMaxShownWords);
  std::string text;
  for (const PdfMark* mark : sorted)
    text += (text.empty() ? "" : " ") +
            (mark->kind == PdfMark::Kind::text ? mark->text : std::string("(a picture)"));
  return text.empty() ? "(nothing)" : text;
}

class Revisions {
 public:
  explicit Revisions(Inspection& inspection) : inspection_(inspection) {}

  // Revisions of an encrypted file cannot be looked into.
  void compare() {
    if (inspection_.stored->encrypted()) return;
    const std::vector<std::size_t>& ends = inspection_.stored->revision_ends();
    for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
      // Sections without objects are how some programs end a file.
      if (inspection_.stored->objects_after(ends[i]).empty()) return;
      const PdfFile before(std::string_view(inspection_.document.bytes).substr(0, ends[i]));
      const std::vector<PdfPageObject> pages = before.pages();
      if (pages.empty()) continue;
      return compare_pages(before, pages);
    }
  }

 private:
  void compare_pages(const PdfFile& before, const std::vector<PdfPageObject>& pages) {
    PdfMarkReader reader(before);
    const std::size_t count = std::min(pages.size(), inspection_.pages.size());
    for (std::size_t i = 0; i < count; ++i) {
      const PdfPageMarks old = reader.read(pages[i]);
      if (!old.whole || !inspection_.pages[i].whole) continue;
      compare_page(static_cast<int>(i) + 1, painted(old), painted(inspection_.pages[i]));
    }
    for (std::size_t i = count; i < inspection_.pages.size(); ++i)
      compare_page(static_cast<int>(i) + 1, {}, painted(inspection_.pages[i]));
  }

  void compare_page(int page, const Painted& before, const Painted& now) {
    std::vector<const PdfMark*> gone = missing_in(before, now);
    std::vector<const PdfMark*> added = missing_in(now, before);
    std::erase_if(added, [&](const PdfMark* mark) { return is_harmless(page, *mark); });
    std::erase_if(gone, [&](const PdfMark* mark) { return is_harmless(page, *mark); });
    if (gone.empty() && added.empty()) return;
    std::vector<Box> boxes;
    for (const PdfMark* mark : gone) boxes.push_back(mark->box);
    for (const PdfMark* mark : added) boxes.push_back(mark->box);
    inspection_.add_to_page("revision_diff", page, boxes,
                            {{"before", words_of(gone)}, {"after", words_of(added)}});
  }

  // Forms are there to be filled in, and stamps to be put on: what counts is a value that changes.
  bool is_harmless(int page, const PdfMark& mark) const {
    if (mark.kind == PdfMark::Kind::text && is_watermark(mark.text)) return true;
    return mark.origin == PdfMark::Origin::form_field &&
           !meets_telling_value(inspection_.file, page, mark.box);
  }
  bool is_watermark(const std::string& text) const {
    const std::vector<std::string>& words = inspection_.words("watermarks");
    return std::ranges::find(words, folded(text)) != words.end();
  }

  Inspection& inspection_;
};

// The last end of the bytes that a signature covers; 0 without a signature.
std::size_t signed_until(const std::string& bytes) {
  std::size_t until = 0;
  for (std::size_t at = bytes.find("/ByteRange"); at != std::string::npos;
       at = bytes.find("/ByteRange", at + 10)) {
    PdfLexer lexer(bytes, at + 10);
    const auto range = lexer.next();
    if (!range || range->items.size() != 4) continue;
    const double end = range->items[2].number + range->items[3].number;
    if (end > 0 && end <= static_cast<double>(bytes.size()))
      until = std::max(until, static_cast<std::size_t>(end));
  }
  return until;
}

std::string answer_of_pdfsig(const DocumentFile& document) {
  const PathOnDisk file(document);
  ChildLimits limits;
  limits.wall_seconds = limits.cpu_seconds = 10;
  const ChildResult run = run_child({"pdfsig", {"-nocert", file.path()}}, limits);
  return run.ended == ChildEnd::exited ? run.output : "";
}

void find_signature(Inspection& inspection) {
  inspection.metadata.signature = "no_signature";
  const std::size_t until = signed_until(inspection.document.bytes);
  if (until == 0) return;
  const std::string answer = answer_of_pdfsig(inspection.document);
  const bool broken = answer.find("Digest Mismatch") != std::string::npos;
  const bool valid = answer.find("Signature is Valid") != std::string::npos;
  const bool changed_later = std::ranges::any_of(inspection.found,
                                                 [](const FoundSignal& signal) {
                                                   return signal.signal.kind == "revision_diff";
                                                 }) &&
                             until < inspection.document.bytes.size();
  if (broken || changed_later) {
    inspection.metadata.signature = "broken";
    return inspection.add_to_file(
        "changed_after_signing",
        {{"state", broken ? "what was signed was changed"
                          : "the document was changed after it was signed"}});
  }
  inspection.metadata.signature = valid ? "intact" : "present";
  inspection.add_to_file(
      "signed", {{"state", valid ? "what was signed was not changed; who signed is not checked"
                                 : "it was not verified"}});
}

}  // namespace

void find_revision_signals(Inspection& inspection) {
  if (inspection.stored == nullptr) return;
  inspection.metadata.revisions =
      static_cast<int>(std::max<std::size_t>(1, inspection.stored->revision_ends().size()));
  Revisions(inspection).compare();
  find_signature(inspection);
}

}  // namespace verilot
