#include "ingest/statements.h"

#include <re2/set.h>

#include <algorithm>

namespace verilot {

struct StatementPatterns::Compiled {
  re2::RE2::Set set{re2::RE2::Options(re2::RE2::Quiet), re2::RE2::UNANCHORED};
  std::vector<std::string> kinds;  // by the index of the pattern in the set
};

StatementPatterns::StatementPatterns(const CertificateCheckTable& table)
    : compiled_(std::make_unique<Compiled>()) {
  for (const auto& [kind, patterns] : table.statements)
    for (const std::string& pattern : patterns)
      if (compiled_->set.Add(pattern, nullptr) >= 0) compiled_->kinds.push_back(kind);
  compiled_->set.Compile();
}

StatementPatterns::~StatementPatterns() = default;

// One pattern of each kind that fits.
std::vector<int> StatementPatterns::kinds_of(const std::string& text) const {
  std::vector<int> found;
  if (compiled_->kinds.empty() || !compiled_->set.Match(text, &found)) return {};
  const auto kind = [&](int at) { return compiled_->kinds[static_cast<std::size_t>(at)]; };
  std::ranges::sort(found, {}, kind);
  const auto same = std::ranges::unique(found, {}, kind);
  found.erase(same.begin(), same.end());
  return found;
}

void StatementPatterns::add(int kind, const Printed& words, Certificate& certificate) const {
  const std::string& name = compiled_->kinds[static_cast<std::size_t>(kind)];
  // Of a line that only shows that something is there, one is enough.
  const bool known = std::ranges::any_of(certificate.statements, [&](const auto& statement) {
    return statement.kind == name &&
           (name.ends_with("_line") || statement.words.text == words.text);
  });
  if (!known && certificate.statements.size() < kMaxStatements)
    certificate.statements.push_back({name, words});
}

void StatementPatterns::add_lines(const std::vector<Printed>& lines,
                                  Certificate& certificate) const {
  std::vector<int> before;
  std::string above;
  for (const Printed& line : lines) {
    const Printed words{line.text.substr(0, kMaxStatementBytes), line.where, line.doubt};
    const std::vector<int> own = kinds_of(words.text);
    for (const int kind : own) add(kind, words, certificate);
    const std::string joined = (above + " " + words.text).substr(0, kMaxStatementBytes);
    for (const int kind : kinds_of(joined)) {
      const auto is_kind = [&](int at) {
        return compiled_->kinds[static_cast<std::size_t>(at)] ==
               compiled_->kinds[static_cast<std::size_t>(kind)];
      };
      if (compiled_->kinds[static_cast<std::size_t>(kind)].ends_with("_line")) continue;
      if (std::ranges::none_of(own, is_kind) && std::ranges::none_of(before, is_kind))
        add(kind, {joined, line.where, line.doubt}, certificate);
    }
    before = own;
    above = words.text;
  }
}

}  // namespace verilot
