#include "ingest/document_inspection.h"

#include <re2/re2.h>

#include <algorithm>

namespace verilot {
namespace {

constexpr std::size_t kMaxShown = 120;  // bytes of printed words in a sentence

std::string shortened(std::string text) {
  if (text.size() <= kMaxShown) return text;
  std::size_t end = kMaxShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + " ...";
}

std::string filled(std::string text, const Inspection::Names& names) {
  for (const auto& [name, value] : names) {
    const std::string brace = "{" + name + "}";
    const std::string shown = shortened(value);
    for (std::size_t at = text.find(brace); at != std::string::npos;
         at = text.find(brace, at + shown.size()))
      text.replace(at, brace.size(), shown);
  }
  return text;
}

// Of const certificates and others alike.
template <typename AnyCertificate, typename Visitor>
void visit_telling_values(AnyCertificate& c, const Visitor& visitor) {
  const auto visit = [&](auto& value) {
    if (value) visitor(*value);
  };
  visit(c.lot);
  visit(c.overall_status);
  for (auto& [role, date] : c.dates) visitor(date);
  for (auto& test : c.tests) {
    for (auto* value :
         {&test.limit, &test.result, &test.unit, &test.printed_status, &test.detection_limit,
          &test.quantitation_limit, &test.started, &test.completed})
      visit(*value);
  }
}

}  // namespace

std::optional<std::string> Inspection::match(const char* role, const std::string& in) const {
  for (const std::string& pattern : words(role)) {
    const re2::RE2 expression("(?i)(" + pattern + ")", re2::RE2::Quiet);
    std::string fits;
    if (expression.ok() && re2::RE2::PartialMatch(in, expression, &fits)) return fits;
  }
  return std::nullopt;
}

void Inspection::add(const std::string& kind, const SourceLocation& where, std::vector<Box> boxes,
                     bool whole, const Names& names) {
  const auto& kinds = tables.signals.kinds;
  const auto known = std::ranges::find(kinds, kind, &SignalKind::id);
  if (known == kinds.end()) return;
  FoundSignal signal;
  signal.signal = {kind, known->grade, filled(known->evidence, names),
                   filled(known->question, names), where};
  signal.whole_file = whole;
  signal.boxes = std::move(boxes);
  found.push_back(std::move(signal));
}

void Inspection::add_to_file(const std::string& kind, const Names& names) {
  add(kind, place_in_pdf(document.name, 0, {}), {}, true, names);
}

void Inspection::add_to_page(const std::string& kind, int page, std::vector<Box> boxes,
                             Names names) {
  names["page"] = std::to_string(page);
  const Box box = around_all(boxes);
  add(kind, place_in_pdf(document.name, page, box), std::move(boxes), false, names);
}

void for_each_telling_value(const Certificate& certificate,
                            const std::function<void(const Printed&)>& visitor) {
  visit_telling_values(certificate, visitor);
}

void for_each_value(Certificate& c, const std::function<void(Printed&)>& visitor) {
  for (auto* value : {&c.number, &c.product_name, &c.client, &c.manufacturer, &c.laboratory,
                      &c.accreditation, &c.signatory})
    if (*value) visitor(**value);
  for (CertificateTest& test : c.tests) {
    visitor(test.analyte);
    if (test.method) visitor(*test.method);
  }
  visit_telling_values(c, visitor);
}

bool meets_telling_value(const CertificateFile& file, int page, const Box& box) {
  bool meets = false;
  for (const Certificate& certificate : file.certificates)
    for_each_telling_value(certificate, [&](const Printed& value) {
      meets =
          meets || (value.where.page == page && std::max(share_within(value.where.box, box),
                                                         share_within(box, value.where.box)) > 0.4);
    });
  return meets;
}

double area(const Box& box) {
  return std::max(0.0, box.x1 - box.x0) * std::max(0.0, box.y1 - box.y0);
}

Box common(const Box& a, const Box& b) {
  return {std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
}

double share_within(const Box& of, const Box& in) {
  const Box both = common(of, in);
  if (both.x1 <= both.x0 || both.y1 <= both.y0 || area(of) <= 0) return 0;
  return area(both) / area(of);
}

Box around_all(const std::vector<Box>& boxes) {
  if (boxes.empty()) return {};
  Box all = boxes.front();
  for (const Box& box : boxes)
    all = {std::min(all.x0, box.x0), std::min(all.y0, box.y0), std::max(all.x1, box.x1),
           std::max(all.y1, box.y1)};
  return all;
}

bool has_digit(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace verilot
