#include "cli/state_folder.h"

#include <cstdlib>
#include <filesystem>

#include "cli/command.h"

namespace verilot {

namespace {

std::string folder_or_none(const std::string& flag) {
  if (!flag.empty()) return flag;
  if (const std::string named = from_environment("VERILOT_STATE_DIR"); !named.empty()) return named;
  if (const std::string xdg = from_environment("XDG_STATE_HOME"); !xdg.empty())
    return xdg + "/verilot";
  const std::string home = from_environment("HOME");
  return home.empty() ? "" : home + "/.local/state/verilot";
}

}  // namespace

std::string from_environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? "" : value;
}

std::string state_folder(const std::string& flag) {
  const std::string folder = folder_or_none(flag);
  if (folder.empty())
    throw UsageError("there is no home folder to keep things in; say --state DIR");
  return folder;
}

std::shared_ptr<const RegisterDesk> kept_registers(const std::string& root, const std::string& flag,
                                                   const Date& as_of) {
  if (!flag.empty()) require_path(flag, "verilot registers import makes it, see docs/registers.md");
  const std::string folder = folder_or_none(flag);
  std::error_code none;
  if (!folder.empty() && std::filesystem::exists(folder, none) &&
      !std::filesystem::is_directory(folder, none))
    throw UsageError("--state " + folder + ": is no folder");
  if (folder.empty() || !std::filesystem::is_directory(folder + "/registers/manifests", none))
    return nullptr;
  auto desk = std::make_shared<RegisterDesk>(root, folder, as_of);
  return desk->keeps_any() ? desk : nullptr;
}

}  // namespace verilot
