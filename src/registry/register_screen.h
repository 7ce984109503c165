// registry: a name screened against the names of the kept copies.
//
//   RegisterScreen screen(registers, words, {"us-ofac-sdn", "uk-sanctions-list"});
//   NearNames near = screen.screen({.name = "Meridian Vesicle Trading FZE", .country = "AE"});
//
// Made once for many names: it reads every entry. Threads may share it.
// Errors: none; a stale copy or an extract is screened like any other, and its state is with every
//         hit. That there is no hit shows nothing where a copy is stale or not complete.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "registry/registers.h"
#include "registry/screen.h"

namespace verilot {

struct NearName {
  CopyState copy;
  RegisterEntry entry;
  ScreenHit hit;
};

struct NearNames {
  std::vector<NearName> hits;       // the best first
  std::optional<NearName> nearest;  // where there is no hit
};

class RegisterScreen {
 public:
  // Of all registers where `sources` is empty.
  RegisterScreen(const Registers&, const ScreenWords&,
                 const std::vector<std::string>& sources = {});
  NearNames screen(const ScreenQuery&) const;

 private:
  NearName near(const ScreenHit&) const;

  const Registers& registers_;
  ScreenIndex index_;
  std::vector<Registers::Place> places_;
};

}  // namespace verilot
