#include "ingest/label_strips.h"

#include <algorithm>
#include <cmath>

#include "ingest/certificate_fields.h"
#include "ingest/stacked_heads.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr std::size_t kFewestHeads = 3;
constexpr std::size_t kMostLines = 4;  // of values

struct Head {
  std::string text;
  std::string role;
  Box box;
  std::string value;
  Box value_box;
};

bool matters(const std::string& role) {
  return role == "lot" || role == "product_name" || role == "number" || role == "client" ||
         role == "manufacturer" || is_date_role(role);
}

std::vector<Head> heads_around(const PageLayout& page, const Line& line, bool touching) {
  std::vector<Head> heads;
  for (const StackedHead& head : stacked_heads(page, line, touching))
    heads.push_back({head.text, "", head.box, "", {}});
  return heads;
}

// "No." heads numbers of rows elsewhere; among labels it is the certificate's.
std::string role_of(const std::string& head, const Lexicon& lexicon) {
  const std::string plain = folded(head);
  const bool number = plain == "no" || plain == "nr" || plain == "certificate";
  return number ? "number" : lexicon.label_role(head);
}

// Labels alone, and none of the columns of a table of results.
bool is_strip(std::vector<Head>& heads, const Lexicon& lexicon) {
  if (heads.size() < kFewestHeads) return false;
  std::size_t labels = 0;
  std::size_t mattering = 0;
  for (Head& head : heads) {
    if (head.text.find(':') != std::string::npos || lexicon.is_value(head.text)) return false;
    const std::string column = lexicon.column(head.text).role;
    if (column == "result" || column == "limit" || column == "analyte") return false;
    head.role = role_of(head.text, lexicon);
    labels += !head.role.empty();
    mattering += matters(head.role);
  }
  return mattering >= 1 && labels >= kFewestHeads && labels * 3 >= heads.size() * 2;
}

// The column whose middle is nearest.
Head& column_of(std::vector<Head>& heads, const Phrase& phrase) {
  return *std::ranges::min_element(heads, {}, [&](const Head& head) {
    const double apart = -shared_x(head.box, phrase.box);
    return apart > 0 ? apart + 1'000 : std::abs(centre_x(head.box) - centre_x(phrase.box));
  });
}

void read_values(const PageLayout& page, std::vector<Head>& heads, const Lexicon& lexicon) {
  double bottom = 0;
  double height = 0;
  for (const Head& head : heads) {
    bottom = std::max(bottom, head.box.y1);
    height = std::max(height, height_of(page.lines.front().box));
  }
  double reach = 2.5;  // of the height: to the first line of values
  std::size_t lines = 0;
  for (const Line& line : page.lines) {
    if (centre_y(line.box) < bottom || lines == kMostLines) continue;
    if (line.box.y0 - bottom > reach * height_of(line.box)) break;
    if (std::ranges::any_of(line.phrases, [&](const Phrase& phrase) {
          return phrase.text.find(':') != std::string::npos ||
                 !lexicon.label_role(phrase.text).empty() || phrase.words.size() > 8;
        }))
      break;
    for (const Phrase& phrase : line.phrases) {
      Head& head = column_of(heads, phrase);
      head.value_box = head.value.empty() ? phrase.box : joined(head.value_box, phrase.box);
      head.value += (head.value.empty() || head.value.ends_with('-') ? "" : " ") + phrase.text;
    }
    bottom = std::max(bottom, centre_y(line.box) + 0.4 * height_of(line.box));
    reach = 0.8;
    ++lines;
  }
}

}  // namespace

std::vector<StripValue> strip_values(const PageLayout& page, const Lexicon& lexicon) {
  std::vector<StripValue> values;
  double done = 0;
  for (const Line& line : page.lines) {
    if (line.box.y0 < done || line.phrases.size() < 2) continue;
    std::vector<Head> heads = heads_around(page, line, true);
    if (!is_strip(heads, lexicon)) heads = heads_around(page, line, false);
    if (!is_strip(heads, lexicon)) continue;
    read_values(page, heads, lexicon);
    for (const Head& head : heads) {
      done = std::max(done, std::max(head.box.y1, head.value_box.y1));
      if (!head.role.empty() && !head.value.empty())
        values.push_back({head.text, head.role, head.value, head.value_box});
    }
  }
  return values;
}

}  // namespace verilot
