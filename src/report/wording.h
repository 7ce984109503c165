// report: how outcomes, places and people's words are written in text reports.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/finding.h"

namespace verilot {

std::string_view short_word(Outcome);  // FAIL, UNVF, PASS, N/A, WAIV, ERR

// The word in colour when asked for.
std::string coloured(Outcome, std::string_view text, bool colour);

// Where to look first: the searched table, else the deciding fact; "" when nothing has a place.
std::string place_of(const Finding&);

// "21 CFR 610.12 [T]", with the author and date of a position.
std::string citation_text(const Citation&);

// "a, b and 3 more"; all where they are `most` or fewer.
std::string first_of(const std::vector<std::string>& words, std::size_t most);

// What settles a finding, the part before the facts: "settled by".
std::string_view settling_words(const Settling&);

// "waiver W1 until 2026-12-15, approved by M. Ortiz: reason"; "" where nothing is waived.
std::string waiver_text(const Finding&);

// "text read", "secondary source", "unconfirmed".
std::string_view status_words(const std::string& status);

}  // namespace verilot
