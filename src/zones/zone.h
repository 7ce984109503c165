// zones: how far a time zone is from UTC, from the zone files of the system (RFC 8536).
//
//   if (const Zone* zone = find_zone("Europe/Madrid")) seconds = zone->offset_at(now);
//
// Errors: a name that is none, and a file that is no zone file, give nullptr and nullopt.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "zones/posix_rule.h"

namespace verilot {

class Zone {
 public:
  // The contents of a zone file.
  static std::optional<Zone> parse(std::string_view file);

  // Seconds east of UTC, at a time in seconds since 1970-01-01T00:00:00Z.
  std::int64_t offset_at(std::int64_t seconds) const;

 private:
  struct Change {
    std::int64_t from = 0;
    std::int64_t offset = 0;
  };
  std::int64_t first_offset_ = 0;
  std::vector<Change> changes_;
  std::optional<PosixRule> afterwards_;  // of the years after the last change
};

// A zone of the IANA database, by its name. Every file is read once; safe from any thread.
const Zone* find_zone(std::string_view name);

}  // namespace verilot
