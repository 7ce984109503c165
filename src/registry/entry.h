// registry: one entry of a register, whatever the register's layout.
//
// Units:  dates are ISO 8601 (2026-11-22, 2026-11, 2026); a date that is none of the forms the
//         source is said to use is left out and counted.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace verilot {

// What the register says of how the entry stands. against: the entry itself speaks against whom it
// names, such as a statement of non-compliance.
enum class Standing { unknown, current, ended, against };

std::string to_string(Standing);

using NamedTexts = std::vector<std::pair<std::string, std::string>>;

struct RegisterEntry {
  std::string kind;  // establishment, application, recall, letter, sanction, ...
  std::string key;   // the register's own, "" where it has none
  std::string name;
  std::vector<std::string> aliases;
  NamedTexts identifiers;  // kind and plain value, see RegisterSources::plain()
  std::vector<std::string> addresses;
  std::string country;
  std::string status;  // as the register writes it
  Standing standing = Standing::unknown;
  std::string until;   // last day on which its own dates let it stand, "" where none ends it
  NamedTexts dates;    // what happened and when
  NamedTexts details;  // what else the register says

  friend bool operator==(const RegisterEntry&, const RegisterEntry&) = default;
};

}  // namespace verilot
