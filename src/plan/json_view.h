// A record as the tree-walking evaluator sees it: read in place, an absent key is unknown.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cel/program.h"
#include "plan/record.h"

namespace verilot::plan {

// The value that begins at `i`; `path` names it in missing sets. It reads the record, so it must
// not outlive it.
cel::Value view_of(const Record&, std::uint32_t i, std::string path);

// The members of the record are the variables.
class RecordActivation final : public cel::Activation {
 public:
  explicit RecordActivation(const Record& record) : record_(record) {}
  std::optional<cel::Value> find(std::string_view name) const override;

 private:
  const Record& record_;
};

}  // namespace verilot::plan
