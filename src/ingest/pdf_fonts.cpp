#include "ingest/pdf_fonts.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace verilot {
namespace {

using Kind = PdfValue::Kind;

constexpr std::size_t kMaxCodes = 70'000;
constexpr const char* kUnknown = "\xEF\xBF\xBD";

// Helvetica from space to ~, in thousandths; near enough for the fonts that a file leaves out.
constexpr std::array<int, 95> kUsualWidths = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584};

std::string utf8(std::uint32_t code) {
  std::string text;
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else if (code < 0x800) {
    text += static_cast<char>(0xC0 | code >> 6);
    text += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    text += static_cast<char>(0xE0 | code >> 12);
    text += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    text += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x110000) {
    text += static_cast<char>(0xF0 | code >> 18);
    text += static_cast<char>(0x80 | (code >> 12 & 0x3F));
    text += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    text += static_cast<char>(0x80 | (code & 0x3F));
  }
  return text;
}

std::string from_utf16(std::string_view bytes) {
  std::string text;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const auto unit = [&](std::size_t at) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at]) << 8 |
                                        static_cast<unsigned char>(bytes[at + 1]));
    };
    std::uint32_t code = unit(i);
    if (code >= 0xD800 && code < 0xDC00 && i + 3 < bytes.size()) {
      code = 0x10000 + ((code - 0xD800) << 10) + ((unit(i + 2) - 0xDC00) & 0x3FF);
      i += 2;
    }
    if (code != 0) text += utf8(code);
  }
  return text;
}

std::uint32_t code_of(std::string_view bytes) {
  std::uint32_t code = 0;
  for (const char c : bytes.substr(0, 4)) code = code << 8 | static_cast<unsigned char>(c);
  return code;
}

std::string next_text(std::string text, std::uint32_t step) {
  if (!text.empty()) {
    const auto low = static_cast<unsigned char>(text.back()) + step;
    text.back() = static_cast<char>(low);
    if (text.size() > 1)
      text[text.size() - 2] =
          static_cast<char>(static_cast<unsigned char>(text[text.size() - 2]) + (low >> 8));
  }
  return text;
}

// <01> <03> <0041> and <01> <03> [<0041> <0042> <0043>].
void take_range(const PdfValue& first, const PdfValue& last, const PdfValue& to, std::size_t& left,
                PdfTypeface& font) {
  const std::uint32_t from = code_of(first.text);
  const std::uint32_t until = std::min(code_of(last.text), from + 0xFFFF);
  for (std::uint32_t code = from; code <= until && left > 0; ++code, --left) {
    const std::uint32_t step = code - from;
    if (to.is(Kind::array)) {
      if (step >= to.items.size()) return;
      font.meanings[code] = from_utf16(to.items[step].text);
    } else {
      font.meanings[code] = from_utf16(next_text(to.text, step));
    }
  }
}

void read_to_unicode(const std::string& map, PdfTypeface& font) {
  PdfLexer lexer(map);
  std::vector<PdfValue> waiting;
  std::size_t left = kMaxCodes;
  std::size_t each = 0;  // values of an entry, while entries are read
  while (auto value = lexer.next()) {
    if (value->is(Kind::word)) {
      each = value->text == "beginbfchar" ? 2 : value->text == "beginbfrange" ? 3 : 0;
      waiting.clear();
      continue;
    }
    if (each == 0) continue;
    waiting.push_back(std::move(*value));
    if (waiting.size() < each) continue;
    if (each == 2 && left > 0) {
      --left;
      font.meanings[code_of(waiting[0].text)] = from_utf16(waiting[1].text);
    }
    if (each == 3) take_range(waiting[0], waiting[1], waiting[2], left, font);
    waiting.clear();
  }
}

// The glyph names that values are printed with (Adobe Glyph List).
std::string named_glyph(const std::string& name) {
  static const std::unordered_map<std::string, const char*> kNames = {{"space", " "},
                                                                      {"zero", "0"},
                                                                      {"one", "1"},
                                                                      {"two", "2"},
                                                                      {"three", "3"},
                                                                      {"four", "4"},
                                                                      {"five", "5"},
                                                                      {"six", "6"},
                                                                      {"seven", "7"},
                                                                      {"eight", "8"},
                                                                      {"nine", "9"},
                                                                      {"period", "."},
                                                                      {"comma", ","},
                                                                      {"percent", "%"},
                                                                      {"less", "<"},
                                                                      {"greater", ">"},
                                                                      {"equal", "="},
                                                                      {"plus", "+"},
                                                                      {"minus", "\u2212"},
                                                                      {"hyphen", "-"},
                                                                      {"slash", "/"},
                                                                      {"colon", ":"},
                                                                      {"semicolon", ";"},
                                                                      {"parenleft", "("},
                                                                      {"parenright", ")"},
                                                                      {"bracketleft", "["},
                                                                      {"bracketright", "]"},
                                                                      {"asterisk", "*"},
                                                                      {"numbersign", "#"},
                                                                      {"at", "@"},
                                                                      {"ampersand", "&"},
                                                                      {"underscore", "_"},
                                                                      {"endash", "\u2013"},
                                                                      {"emdash", "\u2014"},
                                                                      {"mu", "\u00B5"},
                                                                      {"degree", "\u00B0"},
                                                                      {"plusminus", "\u00B1"},
                                                                      {"lessequal", "\u2264"},
                                                                      {"greaterequal", "\u2265"},
                                                                      {"multiply", "\u00D7"},
                                                                      {"fi", "fi"},
                                                                      {"fl", "fl"},
                                                                      {"quotesingle", "'"},
                                                                      {"quoteright", "\u2019"},
                                                                      {"bullet", "\u2022"}};
  if (name.size() == 1) return name;
  if (const auto found = kNames.find(name); found != kNames.end()) return found->second;
  std::uint32_t code = 0;
  if (name.size() == 7 && name.starts_with("uni")) {
    const auto [end, error] = std::from_chars(name.data() + 3, name.data() + 7, code, 16);
    if (error == std::errc{} && end == name.data() + 7) return utf8(code);
  }
  return kUnknown;
}

void read_encoding(const PdfFile& pdf, const PdfValue& dictionary, PdfTypeface& font) {
  const PdfValue encoding = pdf.member(dictionary, "Encoding");
  const PdfValue differences = pdf.member(encoding, "Differences");
  std::uint32_t code = 0;
  for (const PdfValue& item : differences.items) {
    if (item.is(Kind::number)) code = static_cast<std::uint32_t>(std::clamp(item.number, 0., 255.));
    if (item.is(Kind::name)) font.meanings.emplace(code++, named_glyph(item.text));
  }
}

void read_widths(const PdfFile& pdf, const PdfValue& dictionary, double unit, PdfTypeface& font) {
  const PdfValue widths = pdf.member(dictionary, "Widths");
  const PdfValue first = pdf.member(dictionary, "FirstChar");
  auto code = static_cast<std::uint32_t>(std::clamp(first.number, 0.0, 255.0));
  for (const PdfValue& item : widths.items) {
    if (code > 255) break;
    const PdfValue width = pdf.resolved(item);
    if (width.is(Kind::number)) font.widths[code] = width.number * unit;
    ++code;
  }
}

// /W: 10 [500 600] for the codes from 10, 20 30 500 for all from 20 to 30.
void read_composite_widths(const PdfFile& pdf, const PdfValue& descendant, PdfTypeface& font) {
  const PdfValue usual = pdf.member(descendant, "DW");
  font.usual_width = usual.is(Kind::number) ? usual.number / 1000 : 1;
  const PdfValue widths = pdf.member(descendant, "W");
  std::size_t left = kMaxCodes;
  for (std::size_t i = 0; i + 1 < widths.items.size() && left > 0;) {
    auto code = static_cast<std::uint32_t>(std::clamp(widths.items[i].number, 0.0, 65535.0));
    const PdfValue next = pdf.resolved(widths.items[i + 1]);
    if (next.is(Kind::array)) {
      for (const PdfValue& width : next.items) font.widths[code++] = width.number / 1000;
      left -= std::min(left, next.items.size());
      i += 2;
      continue;
    }
    if (i + 2 >= widths.items.size()) return;
    const auto last = static_cast<std::uint32_t>(std::clamp(next.number, 0.0, 65535.0));
    for (; code <= last && left > 0; ++code, --left)
      font.widths[code] = widths.items[i + 2].number / 1000;
    i += 3;
  }
}

bool has_program(const PdfFile& pdf, const PdfValue& dictionary) {
  const PdfValue descriptor = pdf.member(dictionary, "FontDescriptor");
  return std::ranges::any_of(descriptor.keys,
                             [](const std::string& key) { return key.starts_with("FontFile"); });
}

std::string without_subset_mark(const std::string& name) {
  const bool marked =
      name.size() > 7 && name[6] == '+' &&
      std::all_of(name.begin(), name.begin() + 6, [](char c) { return c >= 'A' && c <= 'Z'; });
  return marked ? name.substr(7) : name;
}

}  // namespace

PdfTypeface read_font(const PdfFile& pdf, const PdfValue& dictionary) {
  PdfTypeface font;
  font.name = without_subset_mark(pdf.member(dictionary, "BaseFont").text);
  const std::string kind = pdf.member(dictionary, "Subtype").text;
  font.composite = kind == "Type0";
  if (const auto map = pdf.decoded(pdf.member(dictionary, "ToUnicode")); map && !map->empty())
    read_to_unicode(*map, font);
  if (font.composite) {
    const PdfValue descendants = pdf.member(dictionary, "DescendantFonts");
    const PdfValue descendant =
        descendants.items.empty() ? PdfValue{} : pdf.resolved(descendants.items.front());
    read_composite_widths(pdf, descendant, font);
    font.embedded = has_program(pdf, descendant);
  } else {
    double unit = 0.001;
    const PdfValue matrix = pdf.member(dictionary, "FontMatrix");
    if (kind == "Type3" && !matrix.items.empty() && matrix.items[0].is(Kind::number))
      unit = matrix.items[0].number;
    read_widths(pdf, dictionary, unit, font);
    read_encoding(pdf, dictionary, font);
    font.embedded = kind == "Type3" || has_program(pdf, dictionary);
    if (font.name.find("Courier") != std::string::npos && font.widths.empty())
      for (std::uint32_t code = 32; code < 127; ++code) font.widths[code] = 0.6;
  }
  return font;
}

std::vector<PdfGlyph> PdfTypeface::glyphs(std::string_view codes) const {
  std::vector<PdfGlyph> result;
  const std::size_t step = composite ? 2 : 1;
  for (std::size_t i = 0; i + step <= codes.size(); i += step) {
    const std::uint32_t code = code_of(codes.substr(i, step));
    PdfGlyph glyph;
    const auto meaning = meanings.find(code);
    if (meaning != meanings.end())
      glyph.text = meaning->second;
    else if (!composite && code >= 32 && code < 127)
      glyph.text = std::string(1, static_cast<char>(code));
    else if (!composite && code >= 160)
      glyph.text = utf8(code);
    else
      glyph.text = kUnknown;
    const auto width = widths.find(code);
    glyph.width = usual_width;
    if (width != widths.end())
      glyph.width = width->second;
    else if (!composite && code >= 32 && code < 127)
      glyph.width = kUsualWidths[code - 32] / 1000.0;
    glyph.space = !composite && code == 32;
    result.push_back(std::move(glyph));
  }
  return result;
}

}  // namespace verilot
