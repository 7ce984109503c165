// cli: the folder in which registers, decisions and audits are kept.
#pragma once

#include <memory>
#include <string>

#include "vetting/register_desk.h"

namespace verilot {

// "" for a variable that is not set.
std::string from_environment(const std::string& name);

// The flag, then VERILOT_STATE_DIR, then $XDG_STATE_HOME/verilot, then ~/.local/state/verilot.
// Throws UsageError where there is none of them.
std::string state_folder(const std::string& flag);

// The registers that are kept there; nullptr where none are, and then nothing is looked up. A flag
// that names no folder is refused: who names one expects registers.
std::shared_ptr<const RegisterDesk> kept_registers(const std::string& root, const std::string& flag,
                                                   const Date& as_of);

}  // namespace verilot
