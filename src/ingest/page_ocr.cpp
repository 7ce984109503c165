#include "ingest/page_ocr.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numbers>
#include <thread>

#include "ingest/child_process.h"
#include "ingest/hocr.h"
#include "ingest/leftover_text.h"
#include "ingest/page_layout.h"
#include "ingest/page_picture.h"
#include "ingest/page_quality.h"
#include "ingest/word_signs.h"

namespace verilot {
namespace {

constexpr double kDots = 300;        // an inch: what tesseract's models were trained for
constexpr double kMostDots = 600;    // for pages as small as a label
constexpr double kSmallPage = 8;     // inches of the longer side
constexpr double kMostDrawn = 20e6;  // pixels
constexpr double kLeastSkew = 0.1;   // degrees: tesseract copes with less
constexpr ChildLimits kLimits = {.wall_seconds = 90, .cpu_seconds = 20};

double dots_for(const PdfPage& page) {
  const double width = std::max(page.width, 1.0) / 72;
  const double height = std::max(page.height, 1.0) / 72;
  const double dots = std::clamp(kDots * kSmallPage / std::max(width, height), kDots, kMostDots);
  return std::min(dots, std::sqrt(kMostDrawn / (width * height)));
}

// The resolution of the picture that makes up the page, where digits cannot be told at it; else 0.
// At 100 dots an inch tesseract loses results.
double coarse_picture(const PdfPage& page) {
  constexpr double kLeastDots = 120;
  constexpr std::size_t kFewWords = 20;  // more are text that lies on the picture
  for (const PdfPicture& picture : page.pictures) {
    const bool whole = picture.width * picture.height > 0.5 * page.width * page.height;
    if (whole && page.words.size() < kFewWords)
      return picture.dots_per_inch < kLeastDots ? picture.dots_per_inch : 0;
  }
  return 0;
}

std::string why_not(const ChildResult& run, const std::string& program,
                    const std::string& package) {
  switch (run.ended) {
    case ChildEnd::not_found:
      return program + " is not installed: apt-get install " + package;
    case ChildEnd::not_started:
      return program + " could not be started";
    case ChildEnd::timed_out:
    case ChildEnd::too_much_output:
    case ChildEnd::killed:
      return program + " was stopped by its memory or time limit";
    case ChildEnd::exited:
      break;
  }
  return program + " could not read it";
}

bool succeeded(const ChildResult& run) {
  return run.ended == ChildEnd::exited && run.exit_code == 0;
}

ChildResult draw(std::string_view pdf, int page, double dots) {
  const std::string number = std::to_string(page);
  return run_child(
      {"pdftoppm", {"-r", std::to_string(dots), "-gray", "-f", number, "-l", number, "-"}, pdf},
      kLimits);
}

ChildResult recognise(const GreyImage& image, double dots, const char* segmentation) {
  const std::string pgm = to_pgm(image);
  return run_child({"tesseract",
                    {"-", "-", "-l", "eng", "--psm", segmentation, "--dpi",
                     std::to_string(static_cast<int>(dots)), "-c", "tessedit_create_hocr=1", "-c",
                     "hocr_char_boxes=1"},
                    pgm,
                    {"OMP_THREAD_LIMIT=1"}},
                   kLimits);
}

constexpr int kExponentHeight = 44;  // pixels: what the models read best
constexpr int kExponentPitch = 90;

// Pastes a part of the page, made as high as the models like.
void paste_enlarged(const GreyImage& page, const Box& box, GreyImage& into, int left, int top) {
  const double scale = height_of(box) / kExponentHeight;
  const int width = static_cast<int>((box.x1 - box.x0) / scale);
  for (int y = 0; y < kExponentHeight; ++y) {
    const int from_y = std::clamp(static_cast<int>(box.y0 + y * scale), 0, page.height - 1);
    for (int x = 0; x < width && left + x < into.width; ++x) {
      const int from_x = std::clamp(static_cast<int>(box.x0 + x * scale), 0, page.width - 1);
      into.row(top + y)[left + x] = page.row(from_y)[from_x];
    }
  }
}

// A digit alone is read well when it is large; twice beside itself it shows whether it was.
std::string twice_the_same(const std::string& text) {
  const std::size_t half = text.size() / 2;
  if (text.size() % 2 != 0 || half == 0 || half > 2) return "";
  return text.substr(0, half) == text.substr(half) ? text.substr(0, half) : "";
}

// "10^5", but "cm³" and "Δ9-THC".
void put_exponent(std::string& text, const RaisedSigns& raised, const std::string& exponent) {
  const std::string base = text.substr(0, raised.base);
  const std::string rest = text.substr(raised.end);
  if (base.ends_with("10"))
    text = base + "^" + exponent + rest;
  else if (base.ends_with('m'))
    text = base + (exponent == "2" ? "²" : exponent == "3" ? "³" : "^" + exponent) + rest;
  else
    text = base + exponent + rest;
}

void read_exponents(const std::vector<RaisedSigns>& raised, const GreyImage& page,
                    std::vector<HocrWord>& words) {
  constexpr std::size_t kMost = 60;
  if (raised.empty() || raised.size() > kMost) return;
  GreyImage lines = blank_image(500, kExponentPitch * static_cast<int>(raised.size() + 1));
  for (std::size_t i = 0; i < raised.size(); ++i) {
    const int top = kExponentPitch / 2 + kExponentPitch * static_cast<int>(i);
    paste_enlarged(page, raised[i].box, lines, 60, top);
    paste_enlarged(page, raised[i].box, lines, 260, top);
  }
  const std::string pgm = to_pgm(lines);
  const ChildResult run =
      run_child({"tesseract",
                 {"-", "-", "-l", "eng", "--psm", "6", "--dpi", "300", "-c",
                  "tessedit_create_hocr=1", "-c", "tessedit_char_whitelist=0123456789"},
                 pgm,
                 {"OMP_THREAD_LIMIT=1"}},
                kLimits);
  std::vector<std::string> exponents(raised.size());
  for (const HocrWord& word : parse_hocr(run.output)) {
    const auto line = static_cast<std::size_t>(std::max(0.0, centre_y(word.box)) / kExponentPitch);
    if (line < exponents.size()) exponents[line] += word.text;
  }
  for (std::size_t i = 0; i < raised.size(); ++i) {
    HocrWord& word = words[raised[i].word];
    const std::string exponent = twice_the_same(exponents[i]);
    word.confidence = std::min(word.confidence, kRefuted);
    if (!exponent.empty()) put_exponent(word.text, raised[i], exponent);
  }
}

constexpr double kCapital = 0.72;  // of the size of the type, in most faces
constexpr double kSmall = 0.52;    // a letter without ascender

bool has_any(const std::string& text, std::string_view signs) {
  return text.find_first_of(signs) != std::string::npos;
}

// How far a word's ink goes below its baseline, of the size of the type.
double descent(const std::string& text) {
  if (has_any(text, "()")) return 0.24;
  if (has_any(text, "gjpqy")) return 0.2;
  return has_any(text, "/Q") ? 0.08 : 0;
}

// The size of the type by the height of the word's ink; 0 for a dash or a point.
double type_size(const HocrWord& word) {
  const bool high = has_any(word.text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789bdfhklt%()/&$#ij");
  const bool small = has_any(word.text, "acegmnopqrsuvwxyz");
  if (!high && !small) return 0;
  return height_of(word.box) / ((high ? kCapital : kSmall) + descent(word.text));
}

// Letters of one line get boxes of one height, with the space of the type around the ink, as in a
// text layer. Where the ink tells no size, or one unlike its line's, the line's stands.
Box type_box(const HocrWord& word, double usual_size, double margin) {
  const double line = word.line_bottom - word.line_top;
  double size = type_size(word);
  double baseline = word.box.y1 - descent(word.text) * size;
  const bool line_fits = line > 0 && line < 1.6 * usual_size;
  if (line_fits && (size < 0.5 * line || size > line)) {
    size = line;
    baseline = word.line_bottom - 0.2 * line;
  }
  if (size <= 0) return word.box;
  return {word.box.x0 - margin * size, baseline - 0.92 * size, word.box.x1 + margin * size,
          baseline + 0.2 * size};
}

double usual_size(const std::vector<HocrWord>& words) {
  std::vector<double> sizes;
  for (const HocrWord& word : words) sizes.push_back(word.line_bottom - word.line_top);
  if (sizes.empty()) return 0;
  std::ranges::nth_element(sizes, sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2));
  return sizes[sizes.size() / 2];
}

// The ink of two words is further apart than their boxes, the more so in type that is set wide.
// In sizes of the type.
double side_margin(const std::vector<HocrWord>& words) {
  constexpr double kLeast = 0.04;
  constexpr double kMost = 0.1;
  constexpr double kWordSpace = 0.34;
  constexpr std::size_t kFew = 20;
  std::vector<double> gaps;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const double size = type_size(words[i]);
    const double gap = words[i].box.x0 - words[i - 1].box.x1;
    const bool one_line = std::abs(words[i].line_bottom - words[i - 1].line_bottom) < 0.3 * size;
    if (one_line && gap > 0 && gap < size) gaps.push_back(gap / size);
  }
  if (gaps.size() < kFew) return kLeast;
  std::ranges::nth_element(gaps, gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2));
  return std::clamp((gaps[gaps.size() / 2] - kWordSpace) / 4, kLeast, kMost);
}

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789.,<>±") == std::string::npos;
}

bool goes_on(const std::string& before, const std::string& after, const Lexicon& lexicon) {
  if (is_number(before)) return lexicon.is_unit(after);
  const char first = after.empty() ? ' ' : after[0];
  const char last = before.empty() ? ' ' : before.back();
  return first >= 'a' && first <= 'z' && ((last >= 'a' && last <= 'z') || last == ',');
}

// Faces of one width have spaces as wide as the gaps between columns elsewhere. A number and its
// unit, and a word in small letters after another, are one text all the same.
void close_gaps(std::vector<PdfWord>& words, const Lexicon& lexicon) {
  constexpr double kMost = 0.8;   // of the height
  constexpr double kSpace = 0.3;  // what is left
  for (std::size_t i = 1; i < words.size(); ++i) {
    Box& before = words[i - 1].box;
    const Box& after = words[i].box;
    const double height = height_of(after);
    const double gap = after.x0 - before.x1;
    const bool one_line = std::abs(centre_y(before) - centre_y(after)) < 0.3 * height;
    if (one_line && gap > kSpace * height && gap < kMost * height &&
        goes_on(words[i - 1].text, words[i].text, lexicon))
      before.x1 = after.x0 - kSpace * height;
  }
}

std::vector<PdfWord> words_of(const std::vector<HocrWord>& found, double dots,
                              const Lexicon& lexicon) {
  const double usual = usual_size(found);
  const double margin = side_margin(found);
  const double scale = 72 / dots;
  std::vector<PdfWord> words;
  for (const HocrWord& word : found) {
    const Box box = type_box(word, usual, margin);
    words.push_back({word.text,
                     {box.x0 * scale, box.y0 * scale, box.x1 * scale, box.y1 * scale},
                     static_cast<int>(word.confidence)});
  }
  close_gaps(words, lexicon);
  return words;
}

// From pixels of the turned picture to points of the page; `turned` and `drawn` in pixels.
PagePlacement placement_of(const GreyImage& drawn, const GreyImage& upright, int quarters,
                           double degrees, double dots) {
  const double scale = 72 / dots;
  const double angle = (quarters * 90 + degrees) * std::numbers::pi / 180;
  const double cosine = std::cos(angle);
  const double sine = std::sin(angle);
  const double width = upright.width * scale;
  const double height = upright.height * scale;
  PagePlacement placement;
  placement.xx = cosine;
  placement.xy = sine;
  placement.yx = -sine;
  placement.yy = cosine;
  placement.x0 = drawn.width * scale / 2 - (cosine * width / 2 + sine * height / 2);
  placement.y0 = drawn.height * scale / 2 - (-sine * width / 2 + cosine * height / 2);
  return placement;
}

// A picture put level and upright.
struct Upright {
  GreyImage image;
  int quarters = 0;
  double degrees = 0;
};

Upright put_upright(GreyImage page, bool may_turn) {
  Upright upright{std::move(page)};
  even_out(upright.image);
  if (may_turn && lies_sideways(upright.image)) {
    upright.quarters = 1;
    upright.image = quarter_turned(upright.image, 1);
  }
  const double skew = may_turn ? skew_of(upright.image) : 0;
  if (std::abs(skew) >= kLeastSkew) {
    upright.degrees = -skew;
    upright.image = turned(upright.image, -skew);
  }
  make_dark_on_light(upright.image);
  return upright;
}

struct PictureReading {
  std::vector<HocrWord> words;
  std::string failed;
};

PictureReading words_in(const GreyImage& image, double dots, const char* segmentation) {
  const ChildResult run = recognise(image, dots, segmentation);
  if (!succeeded(run)) return {{}, why_not(run, "tesseract", "tesseract-ocr")};
  return {parse_hocr(run.output), ""};
}

constexpr double kUnsure = 60;    // percent
constexpr double kGoodWord = 75;  // percent: such words are not looked at again

bool overlap(const Box& a, const Box& b) {
  const double smaller = std::min((a.x1 - a.x0) * height_of(a), (b.x1 - b.x0) * height_of(b));
  const double across = shared_x(a, b);
  const double down = shared_y(a, b);
  return across > 0 && down > 0 && across * down > 0.4 * smaller;
}

// Lines that stand a little higher and lower than their neighbours run together in the first
// reading, and small cells get lost. They are cut out and read alone.
void read_the_rest(const GreyImage& image, double dots, PictureReading& reading) {
  std::vector<HocrWord> good = reading.words;
  std::erase_if(good, [](const HocrWord& word) { return word.confidence < kGoodWord; });
  const Leftover rest = leftover_text(image, good);
  if (rest.pieces.empty()) return;
  for (HocrWord& word : words_in(rest.lines, dots, "6").words) {
    if (word.confidence < kUnsure || !put_back(word, rest)) continue;
    const auto covers = [&](const HocrWord& known) { return overlap(known.box, word.box); };
    const bool better = std::ranges::none_of(reading.words, [&](const HocrWord& known) {
      return covers(known) && known.confidence >= word.confidence;
    });
    if (!better) continue;
    std::erase_if(reading.words, covers);
    reading.words.push_back(std::move(word));
  }
}

// Bars of diagrams and logos come as letters that nobody is sure of.
bool is_scrap(const HocrWord& word, const Lexicon& lexicon) {
  constexpr double kLeast = 35;
  constexpr std::size_t kShort = 3;
  if (word.confidence >= (word.text.size() <= kShort ? kUnsure : kLeast)) return false;
  if (has_any(word.text, "0123456789<>/()%") || word.text.find("≤") != std::string::npos ||
      word.text.find("≥") != std::string::npos)
    return false;
  return lexicon.result_role(word.text).empty() && !lexicon.is_unit(word.text) &&
         lexicon.analyte_id(word.text).empty();
}

std::vector<PdfWord> checked_words(PictureReading& reading, const GreyImage& image, double dots,
                                   const Lexicon& lexicon) {
  drop_rulings(reading.words);
  std::erase_if(reading.words, [&](const HocrWord& word) { return is_scrap(word, lexicon); });
  read_exponents(check_signs(reading.words, image, lexicon), image, reading.words);
  doubt_cut_words(reading.words, image);
  return words_of(reading.words, dots, lexicon);
}

// What makes one reading better than another: known phrases, and words that are sure.
double merit(const PictureReading& reading, const PdfPage& page, double dots,
             const Lexicon& lexicon) {
  constexpr int kSure = 70;
  PdfPage copy;
  copy.number = page.number;
  copy.width = page.width;
  copy.height = page.height;
  copy.words = words_of(reading.words, dots, lexicon);
  double letters = 0;
  for (const HocrWord& word : reading.words)
    if (word.confidence >= kSure) letters += static_cast<double>(word.text.size());
  return familiar_phrases(layout_of(copy), lexicon) + letters / 50;
}

bool is_poor(const PictureReading& reading, double merit) {
  constexpr double kFewPhrases = 8;
  const auto unsure = std::ranges::count_if(
      reading.words, [](const HocrWord& word) { return word.confidence < kUnsure; });
  return merit < kFewPhrases || 5 * unsure > 2 * static_cast<std::ptrdiff_t>(reading.words.size());
}

// Words of the picture where the text layer has none.
// Boxes of recognised words are about right: one that touches printed text is that text.
void add_words(PdfPage& page, std::vector<PdfWord> words) {
  const auto stands_on_text = [&](const PdfWord& word) {
    return std::ranges::any_of(page.words, [&](const PdfWord& known) {
      const double lower = std::min(height_of(word.box), height_of(known.box));
      return shared_x(word.box, known.box) > 0 && shared_y(word.box, known.box) > 0.3 * lower;
    });
  };
  std::erase_if(words, stands_on_text);
  if (words.empty()) return;
  page.read_as_picture = true;
  page.has_text = true;
  page.words.insert(page.words.end(), words.begin(), words.end());
}

}  // namespace

void OcrReader::read(PdfPage& page, OcrUse use) const {
  const double coarse = coarse_picture(page);
  if (coarse > 0 && use == OcrUse::alone) {
    page.unread = "is a picture of " + std::to_string(static_cast<int>(coarse)) +
                  " dots an inch, too coarse to be read: a scan of 200 or more is needed";
    return;
  }
  const double dots = dots_for(page);
  const ChildResult drawn = draw(pdf_, page.number, dots);
  const auto picture = succeeded(drawn) ? read_pgm(drawn.output) : std::nullopt;
  if (!picture) {
    page.unread =
        "is a picture that cannot be drawn: " + why_not(drawn, "pdftoppm", "poppler-utils");
    return;
  }
  page.blank = is_blank(*picture);
  if (page.blank) {
    page.unread = "is blank: nothing is printed on it";
    return;
  }
  Upright upright = put_upright(*picture, use == OcrUse::alone);
  PictureReading best = words_in(upright.image, dots, "4");
  if (!best.failed.empty()) {
    page.unread = "is a picture that was not read: " + best.failed;
    return;
  }
  double most = merit(best, page, dots, lexicon_);
  const auto try_also = [&](const GreyImage& image, const char* segmentation) {
    PictureReading other = words_in(image, dots, segmentation);
    const double merits = merit(other, page, dots, lexicon_);
    if (merits <= most) return false;
    most = merits;
    best = std::move(other);
    return true;
  };
  if (is_poor(best, most) && use == OcrUse::alone) {
    GreyImage over = quarter_turned(upright.image, 2);
    if (try_also(over, "4")) {
      upright.image = std::move(over);
      upright.quarters += 2;
    }
  }
  if (is_poor(best, most)) try_also(without_rulings(upright.image), "6");
  read_the_rest(upright.image, dots, best);
  page.unsure_words = static_cast<int>(std::ranges::count_if(
      best.words, [](const HocrWord& word) { return word.confidence < kUnsure; }));
  std::vector<PdfWord> words = checked_words(best, upright.image, dots, lexicon_);
  if (use == OcrUse::beside_text) return add_words(page, std::move(words));
  page.read_as_picture = true;
  page.readable = most >= 1;
  if (!page.readable)
    page.unread = "is a picture in which no words of a certificate were recognised";
  page.words = std::move(words);
  page.placement = placement_of(*picture, upright.image, upright.quarters, upright.degrees, dots);
  page.width = upright.image.width * 72 / dots;
  page.height = upright.image.height * 72 / dots;
}

void read_pictures(const OcrReader& reader, const std::vector<PdfPage*>& pages, OcrUse use) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < pages.size(); i = next++) reader.read(*pages[i], use);
  };
  const std::size_t most = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::jthread> helpers;
  while (helpers.size() + 1 < std::min(most, pages.size())) helpers.emplace_back(work);
  work();
}

}  // namespace verilot
