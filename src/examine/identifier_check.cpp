#include "examine/identifier_check.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "examine/check_digits.h"
#include "examine/printed.h"
#include "model/date.h"

namespace verilot {

namespace {

using Groups = std::map<std::string, std::string>;  // that took part, by name

std::optional<Groups> fitted(const std::string& plain, const re2::RE2& pattern) {
  constexpr int kMostGroups = 8;
  std::array<re2::StringPiece, kMostGroups> parts;
  const int count = std::min(pattern.NumberOfCapturingGroups() + 1, kMostGroups);
  if (!pattern.Match(plain, 0, plain.size(), re2::RE2::ANCHOR_BOTH, parts.data(), count))
    return std::nullopt;
  Groups groups;
  for (const auto& [name, at] : pattern.NamedCapturingGroups())
    if (at < count && parts[static_cast<std::size_t>(at)].data() != nullptr)
      groups[name] = std::string(parts[static_cast<std::size_t>(at)]);
  return groups;
}

bool is_day(const std::string& digits) {
  if (digits == "00000000") return true;
  return parse_date(digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6))
      .has_value();
}

std::optional<Groups> fitted(const std::string& plain, const IdentifierScheme& scheme,
                             Recognisers& recognisers) {
  for (const std::string& pattern : scheme.patterns) {
    std::optional<Groups> groups = fitted(plain, recognisers.pattern(pattern));
    if (groups && (groups->count("expiry") == 0 || is_day(groups->at("expiry")))) return groups;
  }
  return std::nullopt;
}

// The check digit of an ISBT 128 flag is its value plus 60.
std::string check_of(const Groups& groups) {
  if (const auto check = groups.find("check"); check != groups.end()) return check->second;
  const auto flag = groups.find("flag");
  if (flag == groups.end()) return "";
  constexpr std::string_view kCharacters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";
  const auto value = static_cast<std::size_t>(std::stoi(flag->second) - 60);
  return value < kCharacters.size() ? std::string(1, kCharacters[value]) : "";
}

std::optional<bool> check_right(const Groups& groups, const IdentifierScheme& scheme) {
  const std::string check = check_of(groups);
  if (scheme.check == CheckAlgorithm::none || check.empty()) return std::nullopt;
  return check_digits_right(scheme.check, scheme.prefix + groups.at("body"), check);
}

bool is_right(const std::string& plain, const IdentifierScheme& scheme, Recognisers& recognisers) {
  const std::optional<Groups> groups = fitted(plain, scheme, recognisers);
  return groups && check_right(*groups, scheme).value_or(false);
}

// Two-digit years of the numbers that carry one begin in 1976.
std::optional<int> year_of(const Groups& groups) {
  const auto year = groups.find("year");
  if (year == groups.end()) return std::nullopt;
  const int value = std::stoi(year->second);
  if (year->second.size() == 4) return value;
  return value >= 76 ? 1900 + value : 2000 + value;
}

// Only these check digits show that two neighbours changed places.
bool shows_exchange(CheckAlgorithm check) {
  return check == CheckAlgorithm::mod97 || check == CheckAlgorithm::mod37_2;
}

// The only exchange of neighbours that makes the number right, else "".
std::string exchange(const std::string& plain, const IdentifierScheme& scheme,
                     Recognisers& recognisers) {
  std::string found;
  for (std::size_t i = 0; shows_exchange(scheme.check) && i + 1 < plain.size(); ++i) {
    std::string other = plain;
    std::swap(other[i], other[i + 1]);
    if (other == plain || !is_right(other, scheme, recognisers)) continue;
    if (!found.empty()) return "";
    found = "characters " + std::to_string(i + 1) + " and " + std::to_string(i + 2) +
            " may have changed places";
  }
  return found;
}

// The only misreading of one character that makes the number right, else "".
std::string misreading(const std::string& plain, const IdentifierScheme& scheme,
                       Recognisers& recognisers) {
  constexpr std::string_view kAlike[] = {"0O", "1IL", "5S", "8B", "2Z"};
  std::string found;
  for (std::size_t i = 0; i < plain.size(); ++i)
    for (const std::string_view alike : kAlike) {
      if (alike.find(plain[i]) == std::string_view::npos) continue;
      for (const char meant : alike) {
        std::string other = plain;
        other[i] = meant;
        if (meant == plain[i] || !is_right(other, scheme, recognisers)) continue;
        if (!found.empty()) return "";
        found = "character " + std::to_string(i + 1) + " is probably misread: " + plain[i] +
                " for " + meant;
      }
    }
  return found;
}

std::string with_cause(std::string fault, const std::string& plain, const IdentifierScheme& scheme,
                       Recognisers& recognisers) {
  std::string cause = exchange(plain, scheme, recognisers);
  if (cause.empty()) cause = misreading(plain, scheme, recognisers);
  return cause.empty() ? fault : fault + "; " + cause;
}

}  // namespace

std::string plain_identifier(std::string_view stated, const IdentifierScheme& scheme,
                             Recognisers& recognisers) {
  std::string plain(trimmed(stated));
  for (const std::string_view dash : {"‐", "‑", "‒", "–", "—"})
    for (std::size_t at; (at = plain.find(dash)) != std::string::npos;)
      plain.replace(at, dash.size(), "-");
  for (char& c : plain)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (!scheme.label.empty())
    re2::RE2::Replace(&plain, recognisers.pattern("^(?:" + scheme.label + ")"), "");
  std::erase_if(plain, [&](char c) { return scheme.separators.find(c) != std::string::npos; });
  return plain;
}

IdentifierCheck check_identifier(const std::string& plain, const IdentifierScheme& scheme,
                                 Recognisers& recognisers) {
  IdentifierCheck result;
  const std::optional<Groups> groups = fitted(plain, scheme, recognisers);
  if (groups) {
    result.well_formed = true;
    result.check_right = check_right(*groups, scheme);
    result.year = year_of(*groups);
    if (result.check_right == false)
      result.fault = with_cause("the check digits are wrong", plain, scheme, recognisers);
  } else if (scheme.undecided.empty() ||
             !re2::RE2::FullMatch(plain, recognisers.pattern(scheme.undecided))) {
    result.well_formed = false;
    result.fault = with_cause("the form is wrong", plain, scheme, recognisers);
  }
  return result;
}

bool has_shape(const std::string& plain, const IdentifierScheme& scheme, Recognisers& recognisers) {
  if (!scheme.shape.empty()) return re2::RE2::FullMatch(plain, recognisers.pattern(scheme.shape));
  return fitted(plain, scheme, recognisers).has_value();
}

}  // namespace verilot
