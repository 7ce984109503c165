#include "plan/literal_filter.h"

#include <re2/filtered_re2.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

namespace verilot::plan {
namespace {

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// Without regard to case only ASCII is compared here.
std::string_view longest_ascii(std::string_view literal) {
  std::string_view longest;
  while (!literal.empty()) {
    const auto end = std::ranges::find_if_not(literal, is_ascii);
    const auto size = static_cast<std::size_t>(end - literal.begin());
    if (size > longest.size()) longest = literal.substr(0, size);
    literal.remove_prefix(std::min(size + 1, literal.size()));
  }
  return longest;
}

// More of them would let most texts pass.
constexpr std::size_t kMostLiterals = 48;

// Literals in lower case such that a text without any of them matches no pattern; none where
// there are no such literals. Of those that a pattern requires together the longest are taken.
std::vector<std::string> required_literals(const std::vector<std::string>& patterns) {
  if (patterns.size() > kMostLiterals) return {};
  re2::FilteredRE2 filter(1);
  for (const std::string& pattern : patterns) {
    int id = 0;
    if (filter.Add(pattern, RE2::Options(RE2::Quiet), &id) != RE2::NoError) return {};
  }
  std::vector<std::string> literals;
  filter.Compile(&literals);
  if (literals.size() > kMostLiterals) return {};
  std::vector<int> order(literals.size()), others, potential;
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, {},
                    [&](int id) { return literals[static_cast<std::size_t>(id)].size(); });
  std::vector<std::string> required;
  for (const int id : order) {
    others.push_back(id);  // may be there; no pattern must match for that
    filter.AllPotentials(others, &potential);
    if (potential.empty()) continue;
    others.pop_back();
    required.push_back(literals[static_cast<std::size_t>(id)]);
  }
  filter.AllPotentials(others, &potential);
  return potential.empty() ? required : std::vector<std::string>{};
}

bool has_avx2() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") != 0;
#else
  return false;
#endif
}

}  // namespace

LiteralFilter::LiteralFilter(const std::vector<std::string>& patterns) {
  const std::vector<std::string> literals = required_literals(patterns);
  usable_ = !literals.empty();
  has_blocks_ = has_avx2();
  for (const std::string& literal : literals) {
    const std::string_view ascii = longest_ascii(literal);
    usable_ = usable_ && !ascii.empty();
    add(ascii);
  }
  // What begins the letters beyond ASCII that are equal to one of it: İ, ſ and the sign of Kelvin.
  for (const std::string_view first : {"\xC4", "\xC5", "\xE2"}) add(first);
}

void LiteralFilter::add(std::string_view literal) {
  // What a short literal leaves open would be open to all of its bucket.
  const std::size_t bucket = literal.size() < kWindow ? kBuckets - 1 : longs_++ % (kBuckets - 1);
  literals_[bucket].emplace_back(literal);
  for (std::size_t place = 0; place < kWindow; ++place) {
    if (place < literal.size()) {
      allow(place, static_cast<unsigned char>(literal[place]), bucket);
      allow(place, static_cast<unsigned char>(upper(literal[place])), bucket);
    } else {
      for (unsigned byte = 0; byte < 256; ++byte)
        allow(place, static_cast<unsigned char>(byte), bucket);
    }
  }
}

void LiteralFilter::allow(std::size_t place, unsigned char byte, std::size_t bucket) {
  const auto bit = static_cast<std::uint8_t>(1u << bucket);
  bytes_[place][byte] |= bit;
  halves_[place].low[byte % 16] |= bit;
  halves_[place].high[byte / 16] |= bit;
}

bool LiteralFilter::may_match(std::string_view text) const {
  if (!usable_) return true;
  return has_blocks_ ? found_by_block(text) : found_by_byte(text);
}

bool LiteralFilter::begins_with_literal(std::string_view text) const {
  unsigned buckets = 0xFF;
  for (std::size_t place = 0; place < std::min(kWindow, text.size()); ++place)
    buckets &= bytes_[place][static_cast<unsigned char>(text[place])];
  for (; buckets != 0; buckets &= buckets - 1) {
    for (const std::string& literal :
         literals_[static_cast<std::size_t>(std::countr_zero(buckets))])
      if (std::ranges::equal(literal, text.substr(0, literal.size()), {}, {}, lower)) return true;
  }
  return false;
}

bool LiteralFilter::found_by_byte(std::string_view text) const {
  for (; !text.empty(); text.remove_prefix(1))
    if (begins_with_literal(text)) return true;
  return false;
}

#if defined(__x86_64__)

[[gnu::target("avx2")]] inline __m256i looked_up(const std::array<std::uint8_t, 16>& table,
                                                 __m256i places) {
  const auto* bytes = reinterpret_cast<const __m128i*>(table.data());
  return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(_mm_load_si128(bytes)), places);
}

// Where a window may begin in these 32 bytes, a bit each.
[[gnu::target("avx2")]] std::uint32_t LiteralFilter::windows_in_block(const char* begin) const {
  const __m256i half = _mm256_set1_epi8(0x0F);
  __m256i found = _mm256_set1_epi8(-1);
  for (std::size_t place = 0; place < kWindow; ++place) {
    const __m256i text = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(begin + place));
    const __m256i low = _mm256_and_si256(text, half);
    const __m256i high = _mm256_and_si256(_mm256_srli_epi16(text, 4), half);
    found = _mm256_and_si256(found, looked_up(halves_[place].low, low));
    found = _mm256_and_si256(found, looked_up(halves_[place].high, high));
  }
  const __m256i none = _mm256_cmpeq_epi8(found, _mm256_setzero_si256());
  return ~static_cast<std::uint32_t>(_mm256_movemask_epi8(none));
}

bool LiteralFilter::found_by_block(std::string_view text) const {
  constexpr std::size_t kBlock = 32;
  for (; !text.empty(); text.remove_prefix(std::min(kBlock, text.size()))) {
    char last[kBlock + kWindow] = {};
    const bool whole = text.size() >= sizeof(last);
    if (!whole) std::memcpy(last, text.data(), text.size());
    std::uint32_t left = windows_in_block(whole ? text.data() : last);
    if (text.size() < kBlock) left &= (std::uint32_t{1} << text.size()) - 1;
    for (; left != 0; left &= left - 1)
      if (begins_with_literal(text.substr(static_cast<std::size_t>(std::countr_zero(left)))))
        return true;
  }
  return false;
}

#else

bool LiteralFilter::found_by_block(std::string_view text) const { return found_by_byte(text); }

#endif

}  // namespace verilot::plan
