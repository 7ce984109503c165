#include "ingest/page_ocr.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numbers>
#include <thread>

#include "ingest/child_process.h"
#include "ingest/hocr.h"
#include "ingest/leftover_text.h"
#include "ingest/letter_marks.h"
#include "ingest/page_layout.h"
#include "ingest/page_picture.h"
#include "ingest/page_quality.h"
#include "ingest/recognised_words.h"
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

bool has_any(const std::string& text, std::string_view signs) {
  return text.find_first_of(signs) != std::string::npos;
}

constexpr double kUnsure = 60;    // percent
constexpr double kGoodWord = 75;  // percent: such words are not looked at again

bool overlap(const Box& a, const Box& b) {
  const double smaller = std::min((a.x1 - a.x0) * height_of(a), (b.x1 - b.x0) * height_of(b));
  const double across = shared_x(a, b);
  const double down = shared_y(a, b);
  return across > 0 && down > 0 && across * down > 0.4 * smaller;
}

// The rest of a word whose box was too narrow: "N" beside "Name". The box is made to hold it.
bool is_rest_of_word(const HocrWord& rest, std::vector<HocrWord>& words) {
  for (HocrWord& word : words) {
    const double height = height_of(word.box);
    if (word.confidence < kGoodWord || rest.text.size() >= word.text.size() ||
        shared_y(word.box, rest.box) < 0.5 * std::min(height, height_of(rest.box)))
      continue;
    const double gap = -shared_x(word.box, rest.box);
    const bool before = rest.box.x0 < word.box.x0 && word.text.starts_with(rest.text);
    const bool after = rest.box.x1 > word.box.x1 && word.text.ends_with(rest.text);
    if (gap > 0.3 * height || (!before && !after)) continue;
    word.box = joined(word.box, rest.box);
    return true;
  }
  return false;
}

// Words read anew take the place of less sure ones that they cover from end to end, and of scrap,
// but "<" alone does not take that of "<LoQ".
void take_better(std::vector<HocrWord>& words, std::vector<HocrWord> found) {
  constexpr double kWhole = 0.6;
  std::vector<HocrWord> kept;
  for (HocrWord& known : words) {
    double covered = 0;
    bool surer = true;
    std::string text;
    for (const HocrWord& word : found) {
      if (!overlap(known.box, word.box)) continue;
      covered += shared_x(known.box, word.box);
      surer = surer && word.confidence > known.confidence;
      text += word.text;
    }
    if (covered <= 0) {
      kept.push_back(std::move(known));
      continue;
    }
    const bool whole = covered > kWhole * (known.box.x1 - known.box.x0);
    const bool other = known.confidence < kUnsure && known.text.find(text) == std::string::npos;
    if (surer && (whole || other)) continue;
    std::erase_if(found, [&](const HocrWord& word) { return overlap(known.box, word.box); });
    kept.push_back(std::move(known));
  }
  words = std::move(kept);
  std::ranges::move(found, std::back_inserter(words));
}

// Lines that stand a little higher and lower than their neighbours run together in the first
// reading, and small cells get lost. They are cut out and read alone.
void read_the_rest(const GreyImage& image, double dots, PictureReading& reading) {
  std::vector<HocrWord> good = reading.words;
  std::erase_if(good, [](const HocrWord& word) { return word.confidence < kGoodWord; });
  const Leftover rest = leftover_text(image, good);
  if (rest.pieces.empty()) return;
  std::vector<HocrWord> found = words_in(rest.lines, dots, "6").words;
  std::erase_if(found, [&](HocrWord& word) {
    return word.confidence < kUnsure || !put_back(word, rest) ||
           is_rest_of_word(word, reading.words);
  });
  take_better(reading.words, std::move(found));
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
         lexicon.analyte_id(word.text).empty() && lexicon.column(word.text).role.empty();
}

std::vector<PdfWord> checked_words(PictureReading& reading, const GreyImage& image, double dots,
                                   const Lexicon& lexicon) {
  const std::vector<HocrWord> rulings = drop_rulings(reading.words);
  restore_marks(reading.words, image);
  std::erase_if(reading.words, [&](const HocrWord& word) { return is_scrap(word, lexicon); });
  read_exponents(check_signs(reading.words, image, lexicon), image, reading.words);
  doubt_cut_words(reading.words, rulings, image);
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
