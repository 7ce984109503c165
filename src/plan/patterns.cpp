#include "plan/patterns.h"

#include <re2/set.h>

namespace verilot::plan {

struct PatternSet::Set {
  RE2::Set set{RE2::Options(RE2::Quiet), RE2::UNANCHORED};
};

PatternSet::PatternSet(std::vector<NodeId> members, std::vector<std::uint32_t> masks)
    : members_(std::move(members)), masks_(std::move(masks)), set_(std::make_unique<Set>()) {}
PatternSet::~PatternSet() = default;

bool PatternSet::add(const std::string& pattern) {
  patterns_.push_back(pattern);
  return set_->set.Add(pattern, nullptr) >= 0;
}

bool PatternSet::compile() {
  filter_ = std::make_unique<LiteralFilter>(patterns_);
  return set_->set.Compile();
}

bool PatternSet::match(std::string_view text, std::vector<int>& hits) const {
  hits.clear();
  RE2::Set::ErrorInfo info{};
  if (set_->set.Match(re2::StringPiece(text.data(), text.size()), &hits, &info)) return true;
  return info.kind == RE2::Set::kNoError;
}

std::string literal_pattern(std::string_view text) {
  return RE2::QuoteMeta(re2::StringPiece(text.data(), text.size()));
}

}  // namespace verilot::plan
