// registry: how an entry of a register stands, by the words and dates that its source names.
//
//   Standing standing = standing_of(source, "Registered");   // of the status word alone
//   join_status(entry, row);                                  // rows of one entry
//   settle_standing(source, entry);                           // when all rows are joined
//
// Rows of one entry that say different things leave its standing unknown, in whatever order they
// come. `until` is the last day on which the entry's own dates let it stand; whether that day is
// past is for whoever judges.
//
// Units:  `until` is an ISO date; months are those of the calendar.
#pragma once

#include <string>
#include <string_view>

#include "registry/entry.h"
#include "registry/source.h"

namespace verilot {

// ASCII letters in lower case and digits; other letters as they are, signs and spaces left out.
std::string folded_word(std::string_view);
// "Non-Compliance report" is "*non compliance*": * at an end stands for anything.
bool is_word(std::string_view text, std::string_view pattern);

Standing standing_of(const RegisterSource&, const std::string& status);
void join_status(RegisterEntry& into, const RegisterEntry& from);
void settle_standing(const RegisterSource&, RegisterEntry&);

}  // namespace verilot
