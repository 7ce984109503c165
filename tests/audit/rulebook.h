// The project's own rulebook and fixtures, loaded once for all tests of this program.
#pragma once

#include <doctest/doctest.h>

#include "audit/audit.h"
#include "support/samples.h"

namespace verilot {

inline const Rulebook& the_rulebook() {
  static const Rulebook rulebook = load_rulebook(VERILOT_SOURCE_DIR);
  return rulebook;
}

inline Date fixture_day() { return *parse_date("2026-11-22"); }

inline std::string fixture(const std::string& name) {
  return std::string(VERILOT_SOURCE_DIR) + "/fixtures/clinic/" + name;
}

// One judged dossier.
inline DossierResult judged_dossier(const std::string& path,
                                    const std::vector<std::string>& jurisdictions = {}) {
  Run run = audit({{path}, jurisdictions, fixture_day()}, the_rulebook());
  CHECK(all_lines(run.pack_problems) == "");
  CHECK(all_lines(run.problems) == "");
  REQUIRE(run.dossiers.size() == 1);
  return run.dossiers.front();
}

}  // namespace verilot
