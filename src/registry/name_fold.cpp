#include "registry/name_fold.h"

#include <algorithm>

#include "digest/digest.h"
#include "yaml/utf8.h"
#include "yaml/yaml.h"

namespace verilot {

namespace {

constexpr const char* kTable = "rules/tables/names.yaml";

// The letter at the start of `text`, which is a whole sequence of `length` bytes.
char32_t letter_at(std::string_view text, std::size_t length) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (length == 1) return byte(0);
  char32_t letter = byte(0) & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) letter = letter << 6 | (byte(i) & 0x3FU);
  return letter;
}

void part_words(std::string& folded) {
  if (!folded.empty() && folded.back() != ' ') folded += ' ';
}

// Marks that stand inside a word and do not part it: O'Neil, E.U.
bool is_inside_words(char32_t letter) {
  return letter == U'\'' || letter == U'\u2019' || letter == U'\u02BC' || letter == U'`';
}

}  // namespace

void NameFold::add_letter(std::string& folded, char32_t letter) const {
  if (letter >= 'A' && letter <= 'Z') letter += 'a' - 'A';
  if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9')) {
    folded += static_cast<char>(letter);
  } else if (letter == '&') {
    part_words(folded);
    folded += "and ";
  } else if (const auto row = letters_.find(letter); row != letters_.end()) {
    folded += row->second;
  } else if (is_inside_words(letter)) {
    return;
  } else if (letter < 0xC0 || (letter >= 0x2000 && letter <= 0x206F)) {
    part_words(folded);
  } else {
    append_utf8(folded, letter);
  }
}

std::string NameFold::folded(std::string_view name) const {
  std::string folded;
  folded.reserve(name.size());
  for (std::size_t i = 0; i < name.size();) {
    const std::size_t length = utf8_length(name.substr(i));
    if (length == 0)
      part_words(folded);
    else
      add_letter(folded, letter_at(name.substr(i), length));
    i += length == 0 ? 1 : length;
  }
  while (!folded.empty() && folded.back() == ' ') folded.pop_back();
  return folded;
}

NameFold load_name_fold(const std::string& root, Problems& problems) {
  const LoadedYaml loaded = load_file(root + "/" + kTable, kTable);
  problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
  NameFold fold;
  std::string all;
  const auto add = [&](std::string_view letters, const std::string& read_as) {
    all += read_as + "=" + std::string(letters) + "\n";
    for (std::size_t i = 0; i < letters.size();) {
      const std::size_t length = std::max<std::size_t>(utf8_length(letters.substr(i)), 1);
      fold.letters_.emplace(letter_at(letters.substr(i), length), read_as);
      i += length;
    }
  };
  const YamlNode* rows = loaded.root.find("letters");
  for (std::size_t row = 0; rows != nullptr && row < rows->items.size(); ++row)
    add(rows->items[row].text, rows->keys[row]);
  add(text_member(loaded.root, "silent", problems), "");
  fold.fingerprint_ = sha256_of({all});
  return fold;
}

}  // namespace verilot
