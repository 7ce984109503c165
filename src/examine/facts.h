// Reading evidence the way examiners need it: "is it there, is it known, why not".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/evidence.h"

namespace verilot {

// Whether the object holds a known fact under the key; null ("none") is known.
bool is_known(const Evidence&, NodeId object, std::string_view key);

// Whether the fact under the key is a stated none.
bool is_none(const Evidence&, NodeId object, std::string_view key);

// The text of a known fact that is not null, list or object.
std::optional<std::string> text_of(const Evidence&, NodeId object, std::string_view key);

// Why the fact under the key is not known: its own reason, else "not stated".
std::string reason_of(const Evidence&, NodeId object, std::string_view key);

// Facts made from the fact `from` carry its basis and place until this object ends.
class BasisOf {
 public:
  BasisOf(EvidenceBuilder& builder, NodeId from);
  ~BasisOf();
  BasisOf(const BasisOf&) = delete;
  BasisOf& operator=(const BasisOf&) = delete;

 private:
  EvidenceBuilder& builder_;
};

}  // namespace verilot
