#include "registry/standing.h"

#include <algorithm>
#include <set>

#include "model/date.h"

namespace verilot {

namespace {

constexpr std::string_view kBetween = " / ";  // of words that several rows have

bool is_any(const std::vector<std::string>& patterns, const std::string& text) {
  return std::ranges::any_of(patterns, [&](const std::string& one) { return is_word(text, one); });
}

std::string both(const std::string& a, const std::string& b) {
  std::set<std::string> words{b};
  for (std::size_t at = 0; at != a.npos;) {
    const std::size_t end = a.find(kBetween, at);
    words.insert(a.substr(at, end == a.npos ? end : end - at));
    at = end == a.npos ? end : end + kBetween.size();
  }
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : std::string(kBetween)) + word;
  return all;
}

enum class Share { none, some, all };

// How many of the texts under these labels are such words.
Share share_of(const LabelledWords& words, const NamedTexts& texts) {
  std::size_t asked = 0, said = 0;
  for (const auto& [label, patterns] : words)
    for (const auto& [name, text] : texts) {
      asked += name == label;
      said += name == label && is_any(patterns, text);
    }
  return said == 0 ? Share::none : said < asked ? Share::some : Share::all;
}

std::string moved(const std::string& iso, int months) {
  const std::chrono::year_month_day day(parse_date(iso)->last);
  const auto target = day.year() / day.month() + std::chrono::months(months);
  const auto same_day = target / day.day();
  const std::chrono::sys_days last = same_day.ok()
                                         ? std::chrono::sys_days(same_day)
                                         : std::chrono::sys_days(target / std::chrono::last);
  return to_string(Date{last, last});
}

// The latest date of a kind counts, and of several kinds the one that ends first.
std::string until(const RegisterSource& source, const RegisterEntry& entry) {
  std::string first;
  for (const auto& [label, months] : source.until) {
    std::string latest;
    for (const auto& [what, day] : entry.dates)
      if (what == label) latest = std::max(latest, moved(day, months));
    if (!latest.empty() && (first.empty() || latest < first)) first = latest;
  }
  return first;
}

}  // namespace

std::string folded_word(std::string_view text) {
  std::string folded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (text.substr(i, 2) == "\xE2\x80")  // dashes, quotes and spaces of U+2000 to U+203F
      i += 2;
    else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0)
      folded += c;
    else if (c >= 'A' && c <= 'Z')
      folded += static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

bool is_word(std::string_view text, std::string_view pattern) {
  const std::string said = folded_word(text), wanted = folded_word(pattern);
  const bool before = pattern.starts_with('*'), after = pattern.ends_with('*');
  if (before && after) return said.find(wanted) != said.npos;
  return before ? said.ends_with(wanted) : after ? said.starts_with(wanted) : said == wanted;
}

Standing standing_of(const RegisterSource& source, const std::string& status) {
  if (status.empty()) return Standing::unknown;
  return is_any(source.current, status) ? Standing::current
         : is_any(source.ended, status) ? Standing::ended
                                        : Standing::unknown;
}

void join_status(RegisterEntry& into, const RegisterEntry& from) {
  if (from.status.empty()) return;
  if (into.status.empty()) {
    into.status = from.status;
    into.standing = from.standing;
    return;
  }
  if (into.status != from.status) into.status = both(into.status, from.status);
  if (into.standing != from.standing) into.standing = Standing::unknown;
}

void settle_standing(const RegisterSource& source, RegisterEntry& entry) {
  entry.until = until(source, entry);
  // A statement against somebody that was taken back says nothing for them.
  if (share_of(source.against, entry.details) != Share::none) {
    entry.standing = entry.standing == Standing::ended ? Standing::unknown : Standing::against;
    return;
  }
  const Share ended = share_of(source.ended_by, entry.details);
  if (ended == Share::all) entry.standing = Standing::ended;
  if (ended == Share::some && entry.standing == Standing::current)
    entry.standing = Standing::unknown;
}

}  // namespace verilot
