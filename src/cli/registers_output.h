// cli: what the registers commands print, as text and as JSON.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "cli/command.h"
#include "registry/register_screen.h"
#include "registry/update.h"

namespace verilot {

// A line of `registers status`.
struct RegisterStatus {
  const RegisterSource* source;
  CopyState copy;
  std::optional<UpdateAttempt> last_attempt;
};

// What `registers search` found in one register.
struct RegisterFound {
  const RegisterSource* source;
  LookUp answer;
  std::string by;  // "name", or the kind of identifier
};

struct SearchResult {
  std::string text;
  Date as_of;
  std::vector<RegisterFound> found;
  NearNames near;                  // without those found
  std::vector<CopyState> without;  // complete and fresh copies without it
  std::vector<LookUp> unknown;
};

void print_status(const std::vector<RegisterStatus>&, bool json, ExitCode, Environment&);
void print_updates(const std::vector<UpdateOutcome>&, bool json, ExitCode, Environment&);
void print_search(const SearchResult&, bool json, ExitCode, Environment&);

}  // namespace verilot
