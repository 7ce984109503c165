#include "support/mutations.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>
#include <vector>

namespace fs = std::filesystem;

namespace verilot {

namespace {

class Mutator {
 public:
  Mutator(std::string_view original, std::uint32_t number) : text_(original), random_(number) {}

  std::string damage(std::uint32_t kind) {
    using Step = void (Mutator::*)();
    constexpr std::array<Step, 13> kSteps = {
        &Mutator::truncate,    &Mutator::flip,       &Mutator::insert,
        &Mutator::erase,       &Mutator::nest,       &Mutator::change_type,
        &Mutator::grow_number, &Mutator::break_utf8, &Mutator::repeat_line,
        &Mutator::swap_words,  &Mutator::swap_lines, &Mutator::change_indentation,
        &Mutator::empty};
    (this->*kSteps[kind % kSteps.size()])();
    return std::move(text_);
  }

 private:
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : random_() % bound; }
  std::size_t place() { return below(text_.size() + 1); }
  template <std::size_t N>
  std::string_view one_of(const std::array<std::string_view, N>& choices) {
    return choices[below(N)];
  }
  static std::string repeated(std::string_view part, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += part;
    return all;
  }

  void truncate() { text_.resize(place()); }
  void flip() {
    for (std::size_t i = 1 + below(8); i > 0 && !text_.empty(); --i)
      text_[below(text_.size())] ^= static_cast<char>(1u << below(8));
  }
  void insert() {
    std::string bytes;
    for (std::size_t i = 1 + below(12); i > 0; --i) bytes += static_cast<char>(below(256));
    text_.insert(place(), bytes);
  }
  void erase() {
    const std::size_t at = place();
    text_.erase(at, below(80));
  }
  void nest() {
    constexpr std::array<std::string_view, 12> kOpeners = {
        "[", "{a: ", "{\"a\":[", "- ", "(", "!", "-", "<a>", "? ", "[x].map(y, ", "\"", "a ? b : "};
    text_.insert(place(), repeated(one_of(kOpeners), 20 + below(5000)));
  }

  // The value behind a colon, equals sign or comma becomes one of another type.
  void change_type() {
    constexpr std::array<std::string_view, 16> kOthers = {
        "[]",  "{}",     "null",        "true",       "-1", "~",    "\"\"",       "{a: b}",
        "[1]", "[[],2]", "\"\\u0000\"", "2026-02-30", "*a", "&a b", "!!binary x", "|\n"};
    const std::size_t at = text_.find_first_of(":=,", place());
    if (at == std::string::npos) return insert();
    const std::size_t end = std::min(text_.find_first_of("\n,}>", at + 1), text_.size());
    text_.replace(at + 1, end - at - 1, " " + std::string(one_of(kOthers)));
  }
  void grow_number() {
    constexpr std::array<std::string_view, 9> kNumbers = {"99999999999999999999999",
                                                          "1e999999999",
                                                          "-0",
                                                          "0x7fffffff",
                                                          "1e-400",
                                                          "-9223372036854775808",
                                                          "18446744073709551616",
                                                          "0.0000000000000000001",
                                                          "NaN"};
    const std::size_t at = text_.find_first_of("0123456789", place());
    if (at == std::string::npos) return insert();
    std::size_t end = at;
    while (end < text_.size() && std::isdigit(static_cast<unsigned char>(text_[end])) != 0) ++end;
    const bool long_one = below(4) == 0;
    text_.replace(at, end - at, long_one ? repeated("9", 400) : std::string(one_of(kNumbers)));
  }
  void break_utf8() {
    using namespace std::string_view_literals;
    constexpr std::array<std::string_view, 8> kBroken = {
        "\xff\xfe"sv, "\xc0\xaf"sv, "\xed\xa0\x80"sv,     "\xf8\x88\x80\x80\x80"sv,
        "\0"sv,       "\x80"sv,     "\xf4\x90\x80\x80"sv, "\xe2\x82"sv};
    text_.insert(below(4) == 0 ? 0 : place(), one_of(kBroken));
  }

  std::vector<std::string> pieces(char separator) const {
    std::vector<std::string> all;
    std::istringstream in(text_);
    for (std::string piece; std::getline(in, piece, separator);) all.push_back(piece);
    return all;
  }
  void put_together(const std::vector<std::string>& all, char separator) {
    text_.clear();
    for (const std::string& piece : all) text_ += piece + separator;
  }
  void repeat_line() {
    std::vector<std::string> lines = pieces('\n');
    if (lines.empty()) return;
    const std::size_t at = below(lines.size());
    const std::string line = lines[at];
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at), 1 + below(50), line);
    put_together(lines, '\n');
  }
  void swap_pieces(char separator) {
    std::vector<std::string> all = pieces(separator);
    if (all.size() < 2) return insert();
    std::swap(all[below(all.size())], all[below(all.size())]);
    put_together(all, separator);
  }
  void swap_words() { swap_pieces(' '); }
  void swap_lines() { swap_pieces('\n'); }
  void change_indentation() {
    constexpr std::array<std::string_view, 6> kBlanks = {" ", "  ", "\t", "\r", "\n", "\xc2\xa0"};
    const std::size_t at = text_.find('\n', place());
    if (at == std::string::npos) return insert();
    text_.insert(at + 1, repeated(one_of(kBlanks), 1 + below(9)));
  }
  void empty() {
    constexpr std::array<std::string_view, 8> kNothing = {"",   " ",    "\n",           "---\n",
                                                          "{}", "null", "\xef\xbb\xbf", "[]"};
    text_ = one_of(kNothing);
  }

  std::string text_;
  std::mt19937 random_;
};

}  // namespace

std::string mutated(std::string_view original, std::uint32_t number) {
  return Mutator(original, number).damage(number % 61 == 60 ? 12 : number % 12);
}

std::uint32_t mutation_count(double share) {
  const char* wanted = std::getenv("VERILOT_MUTATIONS");
  const double all = wanted == nullptr ? 1000 : std::atof(wanted);
  return static_cast<std::uint32_t>(std::max(1.0, all * share));
}

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (fs::temp_directory_path() / "verilot-XXXXXX").string();
  if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code error;
  if (!path_.empty()) fs::remove_all(path_, error);
}

std::string file_bytes(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

void write_bytes(const fs::path& path, std::string_view bytes) {
  std::ofstream out(path, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace verilot
