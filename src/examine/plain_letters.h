// The plain form of a character beyond ASCII, as phrases of claims are written.
#pragma once

#include <string_view>

namespace verilot {

// Letters lose their accents and their dress (bold, circled, small capitals, full width); letters
// of other scripts that look like Latin ones become those, or "FDА" with a Cyrillic A would pass
// unseen. Signs and emoji separate clauses: ";". "" for what is not seen, "~" for anything else.
// ASCII in the result may be upper case and may be '-'.
std::string_view plain_letters(char32_t);

}  // namespace verilot
