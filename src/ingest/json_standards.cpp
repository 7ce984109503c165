#include "ingest/json_standards.h"

#include <charconv>

#include "ingest/certificate_fields.h"
#include "ingest/certificate_reader.h"
#include "ingest/table_tests.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr std::size_t kMaxProblems = 1'000;

const YamlNode* element_at(const YamlNode& list, std::string_view step) {
  std::size_t index = 0;
  const auto [rest, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  if (error != std::errc{} || rest != step.data() + step.size()) return nullptr;
  return index < list.items.size() ? &list.items[index] : nullptr;
}

bool is_number(std::string_view step) {
  return !step.empty() && step.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

const YamlNode* value_at(const YamlNode& root, std::string_view path) {
  const YamlNode* node = &root;
  while (node != nullptr && !path.empty()) {
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string_view step = path.substr(0, slash);
    path.remove_prefix(std::min(slash + 1, path.size()));
    if (node->is_list() && is_number(step)) {
      node = element_at(*node, step);
      continue;
    }
    // XML cannot tell a list of one from a value.
    if (is_number(step) && step == "0") continue;
    if (node->is_list()) node = node->items.empty() ? nullptr : &node->items.front();
    if (node != nullptr) node = node->is_map() ? node->find(step) : nullptr;
  }
  return node;
}

std::optional<Printed> text_at(const YamlNode& root, std::string_view path) {
  const YamlNode* node = value_at(root, path);
  if (node != nullptr && node->is_list())
    node = node->items.empty() ? nullptr : &node->items.front();
  bool flag = false;
  if (node == nullptr || !node->is_scalar() || is_boolean(*node, flag)) return std::nullopt;
  std::string text = squeezed(node->text);
  if (text.empty()) return std::nullopt;
  return Printed{std::move(text), node->where};
}

std::span<const YamlNode> elements(const YamlNode* node) {
  if (node == nullptr || node->is_null()) return {};
  if (node->is_list()) return node->items;
  return {node, 1};
}

Printed day_of(const Printed& printed, Problems& problems) {
  Printed day = printed;
  day.text = day.text.substr(0, day.text.find('T'));
  return iso_only(day, problems);
}

void fill_fields(Certificate& certificate, const YamlNode& node,
                 std::span<const JsonField> fields) {
  for (const JsonField& at : fields) {
    const auto printed = text_at(node, at.path);
    if (!printed) continue;
    if (auto* field = field_of(certificate, at.field)) {
      if (!*field) *field = printed;
    } else if (certificate.dates.count(at.field) == 0) {
      certificate.dates[at.field] = day_of(*printed, certificate.problems);
    }
  }
}

bool add_test(Certificate& certificate, CertificateTest test, const Lexicon& lexicon) {
  if (certificate.tests.size() >= kMaxTests) {
    if (!certificate.incomplete.starts_with("more than")) {
      const std::string limit = "more than " + std::to_string(kMaxTests) + " tests";
      lose_test(certificate, test.where, limit + "; the rest is not read");
      certificate.incomplete = limit;
    }
    return false;
  }
  recognise(test, lexicon);
  if (certificate.table.file.empty()) certificate.table = test.where;
  certificate.tests.push_back(std::move(test));
  return true;
}

void lose_test(Certificate& certificate, const SourceLocation& where, std::string message) {
  if (certificate.problems.size() < kMaxProblems)
    certificate.problems.push_back({ProblemLevel::error, where, std::move(message)});
  if (certificate.incomplete.empty()) certificate.incomplete = "a test could not be read";
}

}  // namespace verilot
