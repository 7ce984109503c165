#include "ingest/pictured_doubts.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>

#include "ingest/page_layout.h"
#include "ingest/printed_dates.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

using Rows = std::vector<CertificateTest*>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool has_digit(const std::string& text) { return std::ranges::any_of(text, is_digit); }

void doubt(Printed& printed, const std::string& why) {
  if (printed.doubt.empty()) printed.doubt = "read off a picture, where " + why;
}

// Signs alone: "<", "/", "+"; a dash is a printed value.
bool is_signs_alone(const std::string& text) {
  if (text.empty() || text == "-" || text == "–" || text == "—" || text == "--") return false;
  return std::ranges::all_of(text, [](char c) {
    return std::string_view("<>=+*/|.,:;'\"()[]~^%").find(c) != std::string_view::npos || c == ' ';
  });
}

// "88.", "88. %", "5,"
bool ends_at_point(const std::string& text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    const bool point = (text[i] == '.' || text[i] == ',') && is_digit(text[i - 1]);
    if (point && i + 1 < text.size() && text[i + 1] == '/') return true;
    const bool ends = i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '%';
    const bool goes_on = text.find_first_of("0123456789", i) != std::string::npos;
    if (point && ends && !goes_on) return true;
  }
  return false;
}

// "2.4 x 10", "10°", "10 2.4 x 10 particles/mL"
bool lost_exponent(const std::string& text) {
  for (const char* base : {"x 10", "× 10", "x10", "×10", "X 10", "X10"}) {
    const std::size_t at = text.find(base);
    if (at == std::string::npos || at == 0) continue;
    const std::size_t after = at + std::string_view(base).size();
    if (after == text.size() || text[after] == ' ' || is_digit(text[after])) return true;
  }
  for (const char* mark : {"10°", "10*", "10\"", "10'"}) {
    const std::size_t at = text.find(mark);
    if (at == std::string::npos) continue;
    const std::size_t after = at + std::string_view(mark).size();
    const bool degrees = after < text.size() && (text[after] == 'C' || text[after] == 'F');
    const bool alone = at == 0 || text[at - 1] == ' ' || text[at - 1] == '<';
    if (alone && !degrees) return true;
  }
  return false;
}

bool has_unit(const CertificateTest& test) { return test.unit && !test.unit->text.empty(); }

bool one_column(const CertificateTest& a, const CertificateTest& b) {
  return a.result && b.result && shared_x(a.result->where.box, b.result->where.box) > 0;
}

// "n.n.inig" for "n.n. in 1 g"
bool begins_as_word(const std::string& text, const Lexicon& lexicon) {
  const std::size_t point = text.rfind('.');
  return point != std::string::npos && point + 1 < text.size() && text.find(' ') == text.npos &&
         lexicon.result_role(text).empty() &&
         !lexicon.result_role(text.substr(0, point + 1)).empty();
}

// "≤< 2.0"
bool holds_two_signs(const std::string& text) {
  std::size_t signs = 0;
  for (const std::string_view sign : {"<", ">", "≤", "≥"})
    for (std::size_t at = text.find(sign); at != std::string::npos; at = text.find(sign, at + 1))
      ++signs;
  return signs > 1 && text.size() < 16;
}

// "26./0%", "20.650 ( %", "22.710 f %": a number, but for a sign.
bool is_broken_number(const std::string& text, const Lexicon& lexicon) {
  if (!has_digit(text) || lexicon.is_value(text) || lexicon.is_limit(text)) return false;
  const std::vector<std::string> words = split_words(text);
  if (words.empty() || !has_digit(words.front())) return false;
  const bool signs = std::ranges::all_of(text, [](char c) {
    return is_digit(c) || std::string_view(".,/%<> '\"").find(c) != std::string_view::npos;
  });
  const bool fraction = text.find('/') != std::string::npos &&
                        text.find_first_of(".%") == std::string::npos;  // "0/20"
  if (signs && !fraction) return true;
  return lexicon.is_number(words.front()) && words.size() > 1 &&
         std::all_of(words.begin() + 1, words.end(), [&](const std::string& word) {
           return word.size() == 1 && (word == "%" || !lexicon.is_unit(word));
         });
}

// A short word is easily taken for another: "ND", "Na", "No".
bool is_odd_word(const CertificateTest& test, const Rows& rows, const Lexicon& lexicon) {
  constexpr std::size_t kShort = 3;
  const std::string& text = test.result->text;
  if (text.size() > kShort || has_digit(text) || is_signs_alone(text)) return false;
  if (lexicon.result_role(text).empty()) return text.find_first_of("-–—") == std::string::npos;
  std::size_t same = 0, unlike = 0;
  for (const CertificateTest* other : rows) {
    if (other == &test || !other->result || other->result->text.size() > kShort ||
        has_digit(other->result->text) || !one_column(test, *other))
      continue;
    ++(folded(other->result->text) == folded(text) ? same : unlike);
  }
  return unlike > 3 * (same + 1);
}

// Words of a limit that are none: "NIT 100 mg".
bool is_odd_limit(const std::string& text, const Lexicon& lexicon) {
  return has_digit(text) && !lexicon.is_limit(text) && !lexicon.is_value(text) &&
         text.find_first_of("<>") == std::string::npos && text.find("±") == std::string::npos;
}

bool is_plus_for_tolerance(const std::string& text) {
  const std::size_t at = text.find('+');
  return at != std::string::npos && at > 0 && has_digit(text.substr(0, at)) &&
         has_digit(text.substr(at));
}

void doubt_number(Printed& value) {
  if (holds_two_signs(value.text))
    doubt(value, "two signs stand before the number");
  else if (value.text.starts_with('='))
    doubt(value, "'=' may be what is left of '≤' or '≥'");
  else if (is_signs_alone(value.text))
    doubt(value, "signs alone were read");
  else if (ends_at_point(value.text))
    doubt(value, "digits behind the point are missing");
  else if (lost_exponent(value.text))
    doubt(value, "an exponent seems to be missing");
}

bool ends_in_unit(const std::optional<Printed>& printed, const Lexicon& lexicon) {
  if (!printed) return false;
  const std::size_t space = printed->text.rfind(' ');
  return space != std::string::npos && lexicon.is_unit(printed->text.substr(space + 1));
}

// pH has no unit; what no table knows may need one.
bool may_lack_unit(const std::string& analyte_id, const Tables& tables) {
  const auto analyte = std::ranges::find(tables.analytes, analyte_id, &Analyte::id);
  return analyte != tables.analytes.end() && analyte->plausible && !analyte->needs_unit;
}

// "ACD-A pH" is a pH.
bool may_lack_unit(const CertificateTest& test, const Lexicon& lexicon, const Tables& tables) {
  if (may_lack_unit(test.analyte_id, tables)) return true;
  return std::ranges::any_of(split_words(test.analyte.text), [&](const std::string& word) {
    return may_lack_unit(lexicon.analyte_id(word), tables);
  });
}

// Of the rows of its section that say the same, most have a unit.
bool others_have_units(const CertificateTest& test, const Rows& rows) {
  int with = 0, without = 0;
  for (const CertificateTest* other : rows) {
    const bool same = other != &test && other->section == test.section &&
                      one_column(test, *other) && other->result->text == test.result->text;
    if (same) ++(has_unit(*other) ? with : without);
  }
  return with > 2 * without;
}

void doubt_missing_units(const Rows& rows, const Lexicon& lexicon, const Tables& tables) {
  for (CertificateTest* test : rows) {
    if (!test->result || has_unit(*test) || !test->result->doubt.empty()) continue;
    const std::string& text = test->result->text;
    if (lexicon.is_number(text) && lexicon.result_role(text).empty()) {
      if (!may_lack_unit(*test, lexicon, tables) && !ends_in_unit(test->limit, lexicon))
        doubt(*test->result, "no unit was read beside the number");
    } else if (lexicon.result_role(text) == "not_detected" && others_have_units(*test, rows)) {
      doubt(*test->result, "no unit was read beside it as in other rows");
    }
  }
}

// "1" among "1 µg/g" and "0.4 µg/g".
void doubt_bare_limits(const Rows& rows, const Lexicon& lexicon) {
  for (CertificateTest* test : rows) {
    if (!test->limit || !lexicon.is_number(test->limit->text)) continue;
    std::size_t with = 0, without = 0;
    for (const CertificateTest* other : rows) {
      if (other == test || !other->limit || !has_digit(other->limit->text) ||
          shared_x(other->limit->where.box, test->limit->where.box) <= 0)
        continue;
      ++(ends_in_unit(other->limit, lexicon) ? with : without);
    }
    if (with > 3 * (without + 1)) doubt(*test->limit, "no unit was read beside it");
  }
}

// Whole numbers where all others of the column have a point may have lost it.
void doubt_lost_points(const Rows& rows, const Lexicon& lexicon) {
  constexpr std::ptrdiff_t kOthers = 4;
  const auto is_plain = [&](const CertificateTest* test) {
    return test->result && lexicon.is_number(test->result->text) &&
           lexicon.result_role(test->result->text).empty();
  };
  const auto has_point = [](const CertificateTest* test) {
    return test->result->text.find_first_of(".,") != std::string::npos;
  };
  for (CertificateTest* test : rows) {
    if (!is_plain(test) || has_point(test)) continue;
    std::ptrdiff_t with = 0, without = 0;
    for (const CertificateTest* other : rows) {
      if (other == test || !is_plain(other) || !one_column(*test, *other)) continue;
      const bool same_unit = has_unit(*other) == has_unit(*test) &&
                             (!has_unit(*test) || other->unit->text == test->unit->text);
      if (same_unit) ++(has_point(other) ? with : without);
    }
    if (with >= kOthers && without == 0)
      doubt(*test->result, "all other numbers of the column have a decimal point");
  }
}

bool is_known(const std::string& name, const Lexicon& lexicon) {
  return name.size() > 1 &&
         (!lexicon.analyte_id(name).empty() || !lexicon.name_of_look_alikes(name).empty());
}

// "CBC CBDA": rows ran together.
bool holds_two_names(const std::string& name, const Lexicon& lexicon) {
  for (std::size_t at = name.find(' '); at != std::string::npos; at = name.find(' ', at + 1)) {
    if (!is_known(name.substr(0, at), lexicon)) continue;
    const std::string rest = name.substr(at + 1);
    if (is_known(rest, lexicon) || holds_two_names(rest, lexicon)) return true;
  }
  return false;
}

bool holds_two_names(const CertificateTest& test, const Lexicon& lexicon) {
  constexpr std::size_t kLongest = 120;
  return test.analyte_id.empty() && test.analyte.text.size() <= kLongest &&
         holds_two_names(test.analyte.text, lexicon);
}

// "ND ND", "25.6 25.1 %": the values of several rows or columns.
bool holds_words_twice(const std::string& text, const Lexicon& lexicon) {
  const std::vector<std::string> words = split_words(text);
  return words.size() > 1 &&
         std::ranges::all_of(words,
                             [&](const std::string& word) {
                               return !lexicon.result_role(word).empty() && word != "-" &&
                                      word != "–";
                             }) &&
         lexicon.result_role(text).empty();
}

// Among rows whose names are known, one that is not has been misread, most likely.
void doubt_odd_names(const Rows& rows, const Lexicon& lexicon) {
  constexpr std::size_t kFew = 5;
  for (CertificateTest* test : rows) {
    if (!test->analyte_id.empty() || !test->result) continue;
    std::size_t known = 0, all = 0;
    for (const CertificateTest* other : rows) {
      if (other->section != test->section) continue;
      ++all;
      known += !other->analyte_id.empty();
    }
    if (all >= kFew && 4 * known >= 3 * all) doubt(test->analyte, "no such name is known");
    if (lexicon.match_analyte(test->analyte.text).id.empty() && test->analyte.text.ends_with('-'))
      doubt(test->analyte, "the name seems to be cut off");
  }
}

// Where two rows ran together the values beside them may have slipped as well.
void doubt_joined_rows(const Rows& rows, const Lexicon& lexicon) {
  const auto near = [](const CertificateTest& a, const CertificateTest& b) {
    return shared_x(a.where.box, b.where.box) > 0 &&
           shared_y(a.where.box, b.where.box) > -height_of(a.analyte.where.box);
  };
  for (CertificateTest* joined_row : rows) {
    if (!holds_two_names(*joined_row, lexicon)) continue;
    doubt(joined_row->analyte, "two names stand in one row");
    if (joined_row->result && holds_words_twice(joined_row->result->text, lexicon)) continue;
    for (CertificateTest* test : rows)
      if (test != joined_row && near(*joined_row, *test))
        doubt(test->analyte, "rows beside it ran together");
  }
}

// "331 %" for "21.331%"
bool is_beyond_all(const CertificateTest& test, const Lexicon& lexicon) {
  constexpr double kMost = 200;
  const std::string& text = test.result->text;
  const bool share = text.ends_with('%') || (has_unit(test) && test.unit->text == "%");
  return share && lexicon.is_value(text) && is_digit(text[0]) &&
         std::strtod(text.c_str(), nullptr) > kMost;
}

void doubt_result(CertificateTest& test, const Rows& rows, const Lexicon& lexicon) {
  Printed& result = *test.result;
  doubt_number(result);
  if (is_broken_number(result.text, lexicon)) doubt(result, "it is no number");
  if (begins_as_word(result.text, lexicon)) doubt(result, "the word may be another");
  if (holds_words_twice(result.text, lexicon)) doubt(result, "several words stand in the cell");
  if (!result.text.empty() && is_odd_word(test, rows, lexicon))
    doubt(result, "the word may be another");
  if (is_beyond_all(test, lexicon)) doubt(result, "digits seem to be missing");
}

// "Pass" behind what is none of it: "± Pass".
bool is_odd_status(const std::string& text, const Lexicon& lexicon) {
  if (is_signs_alone(text)) return true;
  const std::size_t space = text.rfind(' ');
  return space != std::string::npos && lexicon.result_role(text).empty() &&
         !lexicon.result_role(text.substr(space + 1)).empty() && space <= 3;
}

void doubt_row(CertificateTest& test, const Rows& rows, const Lexicon& lexicon) {
  if (test.result) doubt_result(test, rows, lexicon);
  if (test.limit) {
    doubt_number(*test.limit);
    if (is_odd_limit(test.limit->text, lexicon))
      doubt(*test.limit, "its words are those of no limit");
    if (is_plus_for_tolerance(test.limit->text)) doubt(*test.limit, "'+' may stand for '±'");
  }
  for (auto* limit : {&test.detection_limit, &test.quantitation_limit})
    if (*limit && has_digit((*limit)->text) && !lexicon.is_value((*limit)->text))
      doubt(**limit, "it is no number");
  if (test.unit && !test.unit->text.empty() && !lexicon.is_unit(test.unit->text))
    doubt(*test.unit, "no such unit is known");
  if (test.printed_status && is_odd_status(test.printed_status->text, lexicon))
    doubt(*test.printed_status, "it is no word of a status");
  const bool any = (test.result && !test.result->text.empty()) || test.printed_status;
  if (!any) doubt(test.analyte, "nothing was read beside the name");
}

}  // namespace

void doubt_pictured_rows(const Rows& rows, const Lexicon& lexicon, const Tables& tables) {
  for (CertificateTest* test : rows) doubt_row(*test, rows, lexicon);
  doubt_missing_units(rows, lexicon, tables);
  doubt_lost_points(rows, lexicon);
  doubt_odd_names(rows, lexicon);
  doubt_joined_rows(rows, lexicon);
  doubt_bare_limits(rows, lexicon);
}

void doubt_pictured_head(Certificate& certificate, const Lexicon& lexicon) {
  const auto is_date = [](const std::string& text) {
    return iso_date(text, DateOrder::month_first) || iso_date(text, DateOrder::day_first);
  };
  for (auto* field : {&certificate.product_name, &certificate.lot, &certificate.number,
                      &certificate.client, &certificate.manufacturer, &certificate.laboratory}) {
    if (!*field || (*field)->text.empty()) continue;
    const std::string& text = (*field)->text;
    if (is_date(text)) doubt(**field, "a date stands where another word should");
    if (!lexicon.column(text).role.empty() || !lexicon.label_role(text).empty())
      doubt(**field, "a heading stands where a value should");
  }
  for (auto* field : {&certificate.lot, &certificate.number})
    if (*field && (*field)->text.ends_with('-')) doubt(**field, "its end seems to be cut off");
  auto& number = certificate.number;
  if (number && !number->text.empty() && !has_digit(number->text))
    doubt(*number, "a number without a digit was read");
}

}  // namespace verilot
