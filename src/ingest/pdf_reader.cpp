// Certificates of analysis in PDF, by the words of their pages.
//
// Words become lines, lines become tables and labels, pages become certificates. A new certificate
// begins where a page's number or lot differs from that of the page before.
#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

#include "ingest/card_grid.h"
#include "ingest/certificate_fields.h"
#include "ingest/certificate_labels.h"
#include "ingest/certificate_reader.h"
#include "ingest/column_table.h"
#include "ingest/document_signals.h"
#include "ingest/doubts.h"
#include "ingest/letterhead.h"
#include "ingest/named_blocks.h"
#include "ingest/page_certificates.h"
#include "ingest/page_layout.h"
#include "ingest/page_parts.h"
#include "ingest/page_quality.h"
#include "ingest/pdf_words.h"
#include "ingest/pictured_tables.h"
#include "ingest/pictured_values.h"
#include "ingest/repeated_cards.h"
#include "ingest/result_cards.h"
#include "ingest/sideways_page.h"
#include "ingest/signatures.h"
#include "ingest/split_phrases.h"
#include "ingest/statements.h"
#include "ingest/table_tests.h"
#include "ingest/text_fold.h"
#include "ingest/ticked_options.h"
#include "ingest/unheaded_table.h"

namespace verilot {

CertificateFile read_pdf_certificates(const DocumentFile&, const Tables&);

namespace {

std::string text_of(const Line& line) {
  std::string text;
  for (const Phrase& phrase : line.phrases) text += (text.empty() ? "" : " ") + phrase.text;
  return text;
}

std::string text_of(const PageLayout& page) {
  std::string text;
  for (const Line& line : page.lines) text += text_of(line) + " \n";
  return text;
}

// As it is read: sideways text is turned first.
PageLayout layout_as_read(const PdfPage& page, Turn turn) {
  return layout_of(turn == Turn::none ? page : turned_upright(page, turn));
}

// Words recognised in a picture are upright already.
Turn turn_to_read(const PdfPage& page) { return page.read_as_picture ? Turn::none : turn_of(page); }

constexpr std::size_t kNoLot = static_cast<std::size_t>(-1);

// With `lot`, the results are those of that column alone, which the lot's number heads.
std::vector<CertificateTest> tests_of_table(const ColumnTable& table, const std::string& file,
                                            const Lexicon& lexicon, DateOrder order,
                                            std::size_t lot = kNoLot) {
  std::vector<TestColumn> columns;
  for (const HeaderCell& column : table.columns) columns.push_back({column.role, column.unit});
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].role == "lot_result") columns[i].role = i == lot ? "result" : "ignore";
  }
  std::vector<TestRow> rows;
  for (const TableRow& row : table.rows) {
    TestRow out{{},
                row.section.empty() ? table.section : row.section,
                place_in_pdf(file, table.page, row.box)};
    for (const TableCell& cell : row.cells) {
      out.cells.push_back({squeezed(cell.text), place_in_pdf(file, table.page, cell.box)});
    }
    rows.push_back(std::move(out));
  }
  return tests_of(std::move(columns), rows, lexicon, order);
}

// What was read of an area is not read again.
void add_areas(const std::vector<CertificateTest>& tests, int page,
               std::vector<ColumnTable>& tables) {
  for (const CertificateTest& test : tests) {
    Box box = test.where.box;
    if (test.result) box = joined(box, test.result->where.box);
    if (test.printed_status) box = joined(box, test.printed_status->where.box);
    tables.push_back({page, {}, {}, "", box});
  }
}

constexpr double kTellingPicture = 0.2;  // of the page; letterheads and signatures are smaller

class PdfReader {
 public:
  PdfReader(const std::string& name, const PdfText& text, const Lexicon& lexicon,
            const Tables& tables)
      : name_(name),
        tables_(tables),
        lexicon_(lexicon),
        statements_(tables.certificate_checks),
        text_(text) {
    file_.problems = text_.problems;
    file_.page_count = static_cast<int>(text_.pages.size());
  }

  CertificateFile read() {
    std::string all;
    for (const PdfPage& page : text_.pages) {
      turns_.push_back(turn_to_read(page));
      layouts_.push_back(layout_as_read(page, turns_.back()));
      join_split_phrases(layouts_.back(), lexicon_);
      keep_ticked_options(layouts_.back());
      all += text_of(layouts_.back());
    }
    order_ = order_of_dates(all, tables_.certificate);
    for (std::size_t i = 0; i < layouts_.size(); ++i) read_page(i);
    finish();
    return std::move(file_);
  }

  // Pages whose pictures may hold what the text does not, by index; after read().
  const std::vector<std::size_t>& telling_pictures() const { return pictures_; }

 private:
  void read_page(std::size_t index) {
    const PageLayout& page = layouts_[index];
    const PdfPage& words = text_.pages[index];
    if (words.read_as_picture ? !words.readable : !has_readable_text(words, page, lexicon_))
      return note_unreadable(words);
    const std::size_t before = count_tests();
    for (const PageLayout& part : parts_of(page, lexicon_, name_)) read_part(part);
    if (words.read_as_picture) {
      if (count_tests() == before && words.picture_share > kTellingPicture)
        note_unread(page.page, "holds a picture in which no row of tests was recognised");
      return;
    }
    // A heading over a picture is no empty page: the picture may be the table.
    if (count_tests() == before && words.picture_share > kTellingPicture) {
      pictures_.push_back(index);
      note_unread(page.page,
                  "holds a picture and no row of tests: what the picture shows was not "
                  "read" +
                      because(words.unread));
    } else if (count_tests() > before && may_picture_a_table(words, page, lexicon_)) {
      pictures_.push_back(index);
      note_picture(page.page);
    }
  }

  static std::string because(const std::string& why) { return why.empty() ? "" : " (" + why + ")"; }

  // Nothing printed is nothing unread, unless the file holds nothing else.
  void note_unreadable(const PdfPage& page) {
    if (page.blank && text_.pages.size() > 1) {
      return file_.problems.push_back({ProblemLevel::note, place_in_pdf(name_, page.number, {}),
                                       "page " + std::to_string(page.number) + " " + page.unread});
    }
    note_unread(page.number, page.unread.empty() ? "has no text that can be read: it is a picture, "
                                                   "empty or garbled"
                                                 : page.unread);
  }

  // Beside the tests of a page a picture may show more of them: their list is not the whole.
  void note_picture(int page) {
    const std::string what = "page " + std::to_string(page) + " of " + name_ +
                             " holds a large picture beside its tests, which was not read";
    file_.problems.push_back({ProblemLevel::warning, place_in_pdf(name_, page, {}), what});
    for (Certificate& certificate : file_.certificates) {
      const bool on_page = std::ranges::find(certificate.pages, page) != certificate.pages.end();
      if (on_page && certificate.incomplete.empty()) certificate.incomplete = what;
    }
  }

  void read_part(const PageLayout& page) {
    Labels labels = find_labels(page, lexicon_, name_, &file_.recognised);
    drop_cells(labels, page);
    note_dates(labels);
    Certificate& certificate = certificate_for(labels);
    if (certificate.pages.empty() || certificate.pages.back() != page.page)
      certificate.pages.push_back(page.page);
    apply_labels(certificate, labels, order_);
    find_unlabelled(certificate, page, lexicon_, name_);
    find_signatures(certificate, page, lexicon_, order_, name_);
    add_statements(certificate, page);
    add_tests(static_cast<std::size_t>(&certificate - file_.certificates.data()), page);
  }

  // "Acetate | Report | 7.4": words of labels in the rows of a table are none.
  void drop_cells(Labels& labels, const PageLayout& page) const {
    constexpr std::size_t kFewestRows = 3;
    for (const ColumnTable& table : find_tables(page, lexicon_)) {
      if (table.rows.size() < kFewestRows) continue;
      for (const char* role : {"number", "product_name", "client", "laboratory", "lot"}) {
        const auto label = labels.find(role);
        if (label == labels.end()) continue;
        const Box& box = label->second.where.box;
        const bool inside = std::ranges::any_of(table.rows, [&](const TableRow& row) {
          return std::ranges::any_of(row.cells, [&](const TableCell& cell) {
            return !cell.text.empty() && shared_x(cell.box, box) > 0 &&
                   shared_y(cell.box, box) > 0.5 * height_of(box);
          });
        });
        if (inside) labels.erase(label);
      }
    }
  }

  void add_statements(Certificate& certificate, const PageLayout& page) const {
    std::vector<Printed> lines;
    for (const Line& line : page.lines)
      lines.push_back({text_of(line), place_in_pdf(name_, page.page, line.box)});
    statements_.add_lines(lines, certificate);
  }

  // Which day a printed date was taken for, and by which order.
  void note_dates(const Labels& labels) {
    const char* const order = order_ == DateOrder::day_first     ? "day first in this document"
                              : order_ == DateOrder::month_first ? "month first in this document"
                                                                 : "no order is needed";
    for (const auto& [role, printed] : labels) {
      if (role != "date" && !is_date_role(role)) continue;
      if (const auto iso = iso_date(printed.text, order_))
        file_.recognised.push_back({"date", printed.text, *iso, order});
    }
  }

  std::size_t count_tests() const {
    std::size_t count = 0;
    for (const Certificate& certificate : file_.certificates) count += certificate.tests.size();
    return count;
  }

  void note_unread(int page, const std::string& why) {
    file_.unread_pages.push_back(page);
    file_.problems.push_back({ProblemLevel::warning, place_in_pdf(name_, page, {}),
                              "page " + std::to_string(page) + " " + why});
  }

  // Two readings of which one is not sure may be of the same print.
  bool may_be_one(const Printed& a, const Printed& b) const {
    if (!is_unsure(a, text_) && !is_unsure(b, text_)) return false;
    const std::string one = identity_of(a.text);
    const std::string other = identity_of(b.text);
    return !nearest(one, {other}).empty() || one.find(other) != std::string::npos ||
           other.find(one) != std::string::npos;
  }

  // A page continues the certificate before it unless its number or lot says otherwise.
  Certificate& certificate_for(const Labels& labels) {
    const auto differs = [&](const char* role, const std::optional<Printed>& before) {
      const auto now = labels.find(role);
      if (before && now != labels.end() && may_be_one(*before, now->second)) return false;
      return before && now != labels.end() && !before->text.empty() && !now->second.text.empty() &&
             identity_of(before->text) != identity_of(now->second.text);
    };
    for (std::size_t i = family_; i < file_.certificates.size(); ++i) {
      Certificate& known = file_.certificates[i];
      if (!differs("number", known.number) && !differs("lot", known.lot)) return known;
    }
    family_ = file_.certificates.size();
    return file_.certificates.emplace_back();
  }

  // Lots that share a table of a column each are certificates that share all else.
  std::size_t certificate_of_lot(const Printed& lot) {
    for (std::size_t i = family_; i < file_.certificates.size(); ++i) {
      const auto& known = file_.certificates[i].lot;
      if (known && identity_of(known->text) == identity_of(lot.text)) return i;
    }
    Certificate& first = file_.certificates[family_];
    if (first.tests.empty()) {
      first.lot = lot;
      return family_;
    }
    Certificate copy = first;
    copy.tests.clear();
    copy.problems.clear();
    copy.lot = lot;
    file_.certificates.push_back(std::move(copy));
    return file_.certificates.size() - 1;
  }

  void add_table(std::size_t certificate, const ColumnTable& table) {
    for (const HeaderCell& column : table.columns) {
      if (!column.text.empty() && !column.role.empty() && column.role != "unit value")
        file_.recognised.push_back({"column", column.text, column.role});
    }
    bool by_lot = false;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (table.columns[i].role != "lot_result") continue;
      by_lot = true;
      const Printed lot{lexicon_.lot_in(table.columns[i].text),
                        place_in_pdf(name_, table.page, table.columns[i].box)};
      add_tests_to(certificate_of_lot(lot), table, i);
    }
    if (!by_lot) add_tests_to(certificate, table, kNoLot);
  }

  void add_tests_to(std::size_t index, const ColumnTable& table, std::size_t lot) {
    Certificate& certificate = file_.certificates[index];
    for (CertificateTest& test : tests_of_table(table, name_, lexicon_, order_, lot)) {
      if (!take_date(certificate, test, lot)) certificate.tests.push_back(std::move(test));
    }
    note_table(certificate, table);
  }

  // "Date of manufacture | 2026-01-02 | 2026-01-09" among the rows of a table is no test.
  bool take_date(Certificate& certificate, const CertificateTest& test, std::size_t lot) const {
    const std::string role = lexicon_.label_role(test.analyte.text);
    if (!is_date_role(role) || !test.result) return false;
    const auto iso = iso_date(test.result->text, order_);
    // The lot's own column knows better than the label that was read of the whole page.
    if (iso && (lot != kNoLot || certificate.dates.count(role) == 0))
      certificate.dates[role] = Printed{*iso, test.result->where};
    return iso.has_value();
  }

  void add_tests(std::size_t index, PageLayout page) {
    std::vector<ColumnTable> tables;
    for (auto* take : {&take_named_blocks, &take_turned_tables}) {
      std::vector<CertificateTest> blocks = take(page, lexicon_, name_);
      std::ranges::move(blocks, std::back_inserter(file_.certificates[index].tests));
    }
    if (last_table_ && last_table_->page + 1 == page.page) {
      ColumnTable rest = continued_table(page, *last_table_, lexicon_);
      if (!rest.rows.empty()) tables.push_back(std::move(rest));
    }
    std::ranges::copy(find_tables(page, lexicon_), std::back_inserter(tables));
    std::ranges::copy(find_unheaded_tables(page, tables, lexicon_), std::back_inserter(tables));
    note_last_table(tables, page);
    for (const ColumnTable& table : tables) add_table(index, table);
    for (LotResults& lot : results_by_lot(page, lexicon_, name_)) {
      std::vector<CertificateTest>& tests = file_.certificates[certificate_of_lot(lot.lot)].tests;
      std::ranges::move(lot.tests, std::back_inserter(tests));
    }
    Certificate& certificate = file_.certificates[index];
    for (auto* read : {&transposed_results, &card_grids}) {
      std::vector<CertificateTest> cards = read(page, tables, lexicon_, name_);
      add_areas(cards, page.page, tables);
      add_cards(std::move(cards), certificate.tests);
    }
    add_cards(labelled_results(page, tables, lexicon_, name_), certificate.tests);
    add_cards(verdict_cards(page, tables, lexicon_, name_), certificate.tests);
    if (certificate.table.page == 0) note_cards(certificate, page);
    note_unread_rows(certificate, unread_rows(page, tables, certificate.tests, lexicon_, name_));
    limit_tests(certificate, page.page);
  }

  void note_unread_rows(Certificate& certificate, std::vector<Printed> rows) const {
    if (rows.empty()) return;
    if (certificate.incomplete.empty()) {
      certificate.incomplete = "page " + std::to_string(rows.front().where.page) + " of " + name_ +
                               " holds a line that was not read as a test: '" + rows.front().text +
                               "'";
    }
    std::ranges::move(rows, std::back_inserter(certificate.unread_rows));
  }

  void limit_tests(Certificate& certificate, int page) {
    if (certificate.tests.size() <= kMaxTests) return;
    certificate.tests.resize(kMaxTests);
    certificate.incomplete = "more than " + std::to_string(kMaxTests) + " test rows";
    file_.problems.push_back({ProblemLevel::error, place_in_pdf(name_, page, {}),
                              certificate.incomplete + "; the rest is not read"});
  }

  void add_cards(std::vector<CertificateTest> cards, std::vector<CertificateTest>& tests) {
    for (CertificateTest& card : cards) {
      if (is_repeated(card, tests)) continue;
      cards_.push_back(card.where);
      tests.push_back(std::move(card));
    }
  }

  // Cards stand on the first page, the table that they repeat on the next.
  void drop_repeated_cards(Certificate& certificate) const {
    std::vector<CertificateTest> rows;
    std::vector<CertificateTest> kept;
    const auto is_card = [&](const CertificateTest& test) {
      return std::ranges::find(cards_, test.where) != cards_.end();
    };
    std::ranges::copy_if(certificate.tests, std::back_inserter(rows),
                         [&](const CertificateTest& test) { return !is_card(test); });
    for (CertificateTest& test : certificate.tests)
      if (!is_card(test) || !is_repeated(test, rows)) kept.push_back(std::move(test));
    certificate.tests = std::move(kept);
  }

  // A table that reaches the foot of the page may go on over the next.
  void note_last_table(const std::vector<ColumnTable>& tables, const PageLayout& page) {
    last_table_.reset();
    for (const ColumnTable& table : tables) {
      if (table.box.y1 > 0.75 * page.height) last_table_ = table;
    }
  }

  // Without a table, the results stand in a box of their own.
  void note_cards(Certificate& certificate, const PageLayout& page) {
    for (const CertificateTest& test : certificate.tests) {
      if (test.where.page != page.page) continue;
      note_box(certificate, page.page, test.where.box);
      if (test.result) note_box(certificate, page.page, test.result->where.box);
    }
  }

  void note_table(Certificate& certificate, const ColumnTable& table) {
    note_box(certificate, table.page, table.box);
  }

  void note_box(Certificate& certificate, int page, const Box& box) {
    SourceLocation& where = certificate.table;
    if (where.page == 0)
      where = place_in_pdf(name_, page, box);
    else if (where.page == page)
      where.box = joined(where.box, box);
  }

  // Places on turned pages go back to where they are; what stands over other text is doubtful.
  void settle_places(Certificate& certificate) const {
    for (std::size_t i = 0; i < turns_.size(); ++i) {
      const PdfPage& page = text_.pages[i];
      if (turns_[i] != Turn::none) turn_places_back(certificate, page, turns_[i]);
      if (const auto boxes = overprinted(page); !boxes.empty())
        doubt_overprinted(certificate, page.number, boxes);
    }
  }

  // An unread page may hold the rest of any certificate of the file.
  void finish() {
    for (Certificate& certificate : file_.certificates) {
      drop_repeated_cards(certificate);
      settle_places(certificate);
      // A layout that was not understood must not look like a certificate without tests.
      if (certificate.tests.empty() && certificate.incomplete.empty()) {
        certificate.incomplete = "no row of tests was recognised in " + name_;
      }
      const bool any_result = std::ranges::any_of(
          certificate.tests, [](const auto& test) { return test.result || test.printed_status; });
      if (!any_result && certificate.incomplete.empty()) {
        certificate.incomplete = "no result was recognised beside the tests of " + name_;
      }
      if (any_error(text_.problems) && certificate.incomplete.empty())
        certificate.incomplete = name_ + " was not read to its end";
    }
    if (file_.certificates.empty() && !file_.unread_pages.empty())
      file_.certificates.emplace_back();
    if (file_.unread_pages.empty()) return;
    std::string pages;
    for (const int page : file_.unread_pages) {
      pages += (pages.empty() ? "" : ", ") + std::to_string(page);
    }
    const bool one = file_.unread_pages.size() == 1;
    for (Certificate& certificate : file_.certificates) {
      if (!certificate.incomplete.empty() && !certificate.tests.empty()) continue;
      certificate.incomplete = (one ? "page " : "pages ") + pages + " of " + name_ +
                               (one ? " was" : " were") + " not read";
    }
  }

  std::string name_;
  const Tables& tables_;
  const Lexicon& lexicon_;
  StatementPatterns statements_;
  const PdfText& text_;
  std::vector<std::size_t> pictures_;
  std::vector<PageLayout> layouts_;
  std::vector<Turn> turns_;
  DateOrder order_ = DateOrder::unknown;
  std::optional<ColumnTable> last_table_;
  std::vector<SourceLocation> cards_;  // where tests stand that were read outside tables
  std::size_t family_ = 0;  // the first of the certificates that the page at hand may continue
  CertificateFile file_;
};

}  // namespace

CertificateFile read_page_certificates(const std::string& name, PdfText& text, const OcrReader& ocr,
                                       const Lexicon& lexicon, const Tables& tables) {
  std::vector<PdfPage*> unreadable;
  for (PdfPage& page : text.pages)
    if (!has_readable_text(page, layout_as_read(page, turn_of(page)), lexicon))
      unreadable.push_back(&page);
  read_pictures(ocr, unreadable, OcrUse::alone);
  PdfReader reader(name, text, lexicon, tables);
  CertificateFile file = reader.read();
  if (!reader.telling_pictures().empty()) {
    std::vector<PdfPage*> telling;
    for (const std::size_t index : reader.telling_pictures()) telling.push_back(&text.pages[index]);
    read_pictures(ocr, telling, OcrUse::beside_text);
    file = PdfReader(name, text, lexicon, tables).read();
  }
  settle_pictured_values(file, text, name, lexicon, tables);
  return file;
}

CertificateFile read_pdf_certificates(const DocumentFile& file, const Tables& tables) {
  const Lexicon lexicon(tables);
  PdfText text = read_pdf_words(file);
  const OcrReader ocr(file.bytes, lexicon);
  CertificateFile read = read_page_certificates(file.name, text, ocr, lexicon, tables);
  read.format = "pdf";
  inspect_document(file, text, tables, read,
                   [&](PdfPage& page) { read_pictures(ocr, {&page}, OcrUse::alone); });
  return read;
}

}  // namespace verilot
