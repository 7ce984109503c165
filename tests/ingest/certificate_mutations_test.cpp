// Damaged input: truncated, bytes flipped, pieces doubled. Nothing may crash or hang, and what is
// wrong is reported. Deterministic: the same cases at every run.
#include <cstdint>

#include "ingest/column_table.h"
#include "ingest/pdf_words.h"
#include "support/certificates.h"

namespace verilot {
namespace {

// A small generator (xorshift) whose numbers are the same everywhere.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 2685821657736338717u + 88172645463325252u) {}
  std::size_t below(std::size_t limit) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return limit == 0 ? 0 : static_cast<std::size_t>(state_ % limit);
  }

 private:
  std::uint64_t state_;
};

std::string mutated(std::string text, std::uint64_t seed) {
  Dice dice(seed);
  const std::size_t changes = 1 + dice.below(4);
  for (std::size_t i = 0; i < changes && !text.empty(); ++i) {
    const std::size_t at = dice.below(text.size());
    const std::size_t length = dice.below(std::min<std::size_t>(40, text.size() - at)) + 1;
    switch (dice.below(6)) {
      case 0:
        text.resize(at);
        break;
      case 1:
        text[at] = static_cast<char>(dice.below(256));
        break;
      case 2:
        text.erase(at, length);
        break;
      case 3:
        text.insert(at, text.substr(at, length));
        break;
      case 4:
        text.insert(at, std::string(1 + dice.below(300), "[{<\"(,9"[dice.below(7)]));
        break;
      default:
        text.insert(at, "99999999999999999999999999e999");
        break;
    }
  }
  return text;
}

void check_all_mutations(const char* name, const std::string& text, int count) {
  for (int seed = 0; seed < count; ++seed) {
    CAPTURE(seed);
    const DocumentFile file{name, "", mutated(text, static_cast<std::uint64_t>(seed))};
    const CertificateReader* reader = find_certificate_reader(file);
    if (reader == nullptr || reader->format == "pdf") continue;
    const CertificateFile read = reader->read(file, testing::tables());
    CHECK((!read.certificates.empty() || !read.problems.empty()));
  }
}

TEST_CASE("mutations: CSV, JSON and XML are read or reported, never a crash") {
  for (const char* name : {"exosome.csv", "exosome.json", "exosome.xml"}) {
    CAPTURE(name);
    check_all_mutations(name, testing::bytes_of(testing::fixture_path(name)), 700);
  }
}

// A page as pdftotext prints it, with a table.
std::string bbox_page() {
  std::string words;
  const char* rows[][5] = {{"Test", "Method", "Specification", "Result", "Status"},
                           {"Sterility", "USP", "Negative", "Negative", "Pass"},
                           {"Endotoxin", "LAL", "0.5", "0.1", "Pass"},
                           {"pH", "meter", "6-8", "7.2", "Pass"}};
  for (int row = 0; row < 4; ++row) {
    for (int column = 0; column < 5; ++column) {
      const int x = 50 + 100 * column;
      const int y = 100 + 20 * row;
      words += "<word xMin=\"" + std::to_string(x) + "\" yMin=\"" + std::to_string(y) +
               "\" xMax=\"" + std::to_string(x + 60) + "\" yMax=\"" + std::to_string(y + 10) +
               "\">" + rows[row][column] + "</word>\n";
    }
  }
  return "<html><body><doc><page width=\"612\" height=\"792\"><flow><block><line>\n" + words +
         "</line></block></flow></page></doc></body></html>";
}

TEST_CASE("mutations: words of a PDF are survived down to the table") {
  const Lexicon lexicon(testing::tables());
  const std::string page = bbox_page();
  const PdfText whole = parse_bbox_layout(page, "coa.pdf");
  REQUIRE(whole.pages.size() == 1);
  REQUIRE(find_tables(layout_of(whole.pages[0]), lexicon).size() == 1);
  CHECK(find_tables(layout_of(whole.pages[0]), lexicon)[0].rows.size() == 3);
  for (int seed = 0; seed < 2000; ++seed) {
    CAPTURE(seed);
    const PdfText text =
        parse_bbox_layout(mutated(page, static_cast<std::uint64_t>(seed)), "coa.pdf");
    for (const PdfPage& read : text.pages) find_tables(layout_of(read), lexicon);
  }
}

TEST_CASE("mutations: deep nesting is survived") {
  std::string xml;
  for (int i = 0; i < 100'000; ++i) xml += "<certificate>";
  CHECK_FALSE(testing::read_text("coa.xml", xml).problems.empty());
  CHECK_FALSE(testing::read_text("coa.json", "{" + std::string(100'000, '[')).problems.empty());
  std::string page = "<page width=\"9\" height=\"9\">";
  for (int i = 0; i < 100'000; ++i) page += "<block>";
  CHECK_FALSE(parse_bbox_layout(page, "coa.pdf").problems.empty());
}

TEST_CASE("mutations: a damaged PDF is reported by its reader") {
  const std::string pdf = testing::bytes_of(testing::fixture_path("exosome-complete.pdf"));
  for (int seed = 0; seed < 12; ++seed) {
    CAPTURE(seed);
    const std::string bytes = "%PDF-1.4\n" + mutated(pdf, static_cast<std::uint64_t>(seed));
    const CertificateFile read = testing::read_text("coa.pdf", bytes);
    CHECK((!read.certificates.empty() || !read.problems.empty()));
  }
}

}  // namespace
}  // namespace verilot
