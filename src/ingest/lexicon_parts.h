// ingest: what the parts of the lexicon share.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace verilot {

// The value under a folded key; "" when there is none.
std::string look_up(const std::map<std::string, std::string, std::less<>>& index,
                    std::string_view key);

// The last "(...)" or "[...]" of the text: its content, and the text without it.
struct Bracketed {
  std::string outside;
  std::string inside;
};
std::optional<Bracketed> last_bracket(std::string_view text);

}  // namespace verilot
