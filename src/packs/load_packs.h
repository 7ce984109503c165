// packs: one folder of rules or of a jurisdiction to a checked pack.
//
// Errors: every fault of every file, with file, line and column.
#pragma once

#include <string>
#include <vector>

#include "model/problem.h"
#include "model/schema.h"
#include "model/tables.h"
#include "packs/pack.h"
#include "packs/tailoring.h"

namespace verilot {

// The types that expressions are checked against.
cel::Environment pack_environment(const Schema&);

// The ids of the folders in jurisdictions/ with their countries, in order of name.
struct PackName {
  std::string id;
  std::string country;              // ISO 3166-1: "GB"
  std::string builds_on;            // a pack that is chosen with it; or ""
  std::vector<std::string> called;  // other names that people write: "UK"
};
std::vector<PackName> list_packs(const std::string& root, Problems&);

// Whether the cases, their bases and the examples are read: only tools need them, and they are the
// larger part of a pack's text.
enum class Cases { read, left_out };

// The pack in a folder under `root`; one of a jurisdiction binds the rules of `shared`. What is
// wrong with it is in the problems, and with an error among them it is not to be used. A binding
// takes over what the shared rule says by itself: a tailoring changes rules by their own id only.
RulePack load_pack(const std::string& root, const std::string& folder, const RulePack* shared,
                   const Schema&, const Tables&, Problems&, Cases, const Tailoring* = nullptr);

}  // namespace verilot
