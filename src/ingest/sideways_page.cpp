#include "ingest/sideways_page.h"

#include <algorithm>

#include "ingest/certificate_fields.h"
#include "ingest/page_layout.h"

namespace verilot {
namespace {

bool is_sideways(const PdfPage& page) {
  std::size_t words = 0;
  std::size_t upright = 0;
  for (const PdfWord& word : page.words) {
    if (word.text.size() < 4) continue;
    ++words;
    upright += word.box.x1 - word.box.x0 > height_of(word.box);
  }
  return words >= 5 && upright * 2 < words;
}

Box upright(const Box& box, const PdfPage& page, Turn turn) {
  if (turn == Turn::reads_down) return {box.y0, page.width - box.x1, box.y1, page.width - box.x0};
  return {page.height - box.y1, box.x0, page.height - box.y0, box.x1};
}

Box sideways(const Box& box, const PdfPage& page, Turn turn) {
  if (turn == Turn::reads_down) return {page.width - box.y1, box.x0, page.width - box.y0, box.x1};
  return {box.y0, page.height - box.x1, box.y1, page.height - box.x0};
}

class TurnBack {
 public:
  TurnBack(const PdfPage& page, Turn turn) : page_(page), turn_(turn) {}

  void turn(SourceLocation& where) const {
    if (where.page == page_.number) where.box = sideways(where.box, page_, turn_);
  }
  void turn(std::optional<Printed>& printed) const {
    if (printed) turn(printed->where);
  }
  void turn(CertificateTest& test) const {
    turn(test.where);
    turn(test.analyte.where);
    for (std::optional<Printed>* field :
         {&test.method, &test.limit, &test.result, &test.unit, &test.printed_status,
          &test.detection_limit, &test.quantitation_limit, &test.started, &test.completed})
      turn(*field);
  }

 private:
  const PdfPage& page_;
  Turn turn_;
};

}  // namespace

Turn turn_of(const PdfPage& page) {
  if (!is_sideways(page)) return Turn::none;
  // Words come in reading order: whether the next of a line stands lower or higher tells the way.
  int down = 0;
  for (std::size_t i = 1; i < page.words.size(); ++i) {
    const Box& before = page.words[i - 1].box;
    const Box& word = page.words[i].box;
    if (shared_x(before, word) <= 0) continue;
    if (word.y0 >= before.y1 - 1) ++down;
    if (word.y1 <= before.y0 + 1) --down;
  }
  return down >= 0 ? Turn::reads_down : Turn::reads_up;
}

PdfPage turned_upright(const PdfPage& page, Turn turn) {
  PdfPage turned = page;
  std::swap(turned.width, turned.height);
  for (PdfWord& word : turned.words) word.box = upright(word.box, page, turn);
  return turned;
}

void turn_places_back(Certificate& certificate, const PdfPage& original, Turn turn) {
  const TurnBack back(original, turn);
  for (const std::string& name : certificate_field_names()) {
    if (std::optional<Printed>* field = field_of(certificate, name)) back.turn(*field);
  }
  for (auto& [role, date] : certificate.dates) back.turn(date.where);
  for (CertificateTest& test : certificate.tests) back.turn(test);
  back.turn(certificate.table);
  for (Printed& row : certificate.unread_rows) back.turn(row.where);
  for (Problem& problem : certificate.problems) back.turn(problem.where);
}

}  // namespace verilot
