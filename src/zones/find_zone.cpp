#include <algorithm>
#include <fstream>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>

#include "zones/zone.h"

namespace verilot {
namespace {

constexpr std::string_view kFolder = "/usr/share/zoneinfo/";
constexpr std::size_t kMaxNameLength = 64;
constexpr std::size_t kMaxFileSize = 1'000'000;

// Files there that are zones, but not of the database: what they say depends on the machine, or
// they count leap seconds.
constexpr std::string_view kRefused[] = {"localtime", "posixrules", "Factory"};

bool may_be_name(std::string_view name) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '+' || c == '-' || c == '/';
  };
  return !name.empty() && name.size() <= kMaxNameLength && name.front() != '/' &&
         std::ranges::all_of(name, allowed) && !name.starts_with("right/") &&
         std::ranges::find(kRefused, name) == std::end(kRefused);
}

std::optional<Zone> read_zone(std::string_view name) {
  std::ifstream file(std::string(kFolder).append(name), std::ios::binary);
  std::string contents(kMaxFileSize, '\0');
  file.read(contents.data(), static_cast<std::streamsize>(contents.size()));
  contents.resize(static_cast<std::size_t>(file.gcount()));
  return Zone::parse(contents);
}

}  // namespace

const Zone* find_zone(std::string_view name) {
  // Only zones that exist are kept, so no text makes this grow.
  static std::map<std::string, Zone, std::less<>> zones;
  static std::shared_mutex mutex;
  {
    const std::shared_lock lock(mutex);
    if (const auto found = zones.find(name); found != zones.end()) return &found->second;
  }
  std::optional<Zone> zone = may_be_name(name) ? read_zone(name) : std::nullopt;
  if (!zone) return nullptr;
  const std::unique_lock lock(mutex);
  return &zones.try_emplace(std::string(name), std::move(*zone)).first->second;
}

}  // namespace verilot
