// Certificates of analysis in workbooks (.xlsx): a sheet for each lot, or tables on one sheet.
//
// Each visible sheet is read as sheet_reader.h says; a sheet of labels without a table ("Cover")
// tells of the sheets with tables where they say nothing themselves. Hidden sheets are told of and
// not read; macros are never run, and told of. Places are cells: "Results!C7".
//
// What is no .xlsx but comes under its name is refused with what it is: protected by a password,
// the older .xls, .xlsb, OpenDocument, Word, another archive.
//
// Limits: those of ZipLimits (zip_reader.h) and workbook_sheet.h; 50 sheets, 200,000 shared
// strings. Source: ECMA-376 part 1, 18.2 (workbook), part 2 (packages); MS-CFB for the compound
// file.
#include <pugixml.hpp>

#include <algorithm>
#include <map>

#include "ingest/certificate_fields.h"
#include "ingest/certificate_reader.h"
#include "ingest/number_format.h"
#include "ingest/sheet_reader.h"
#include "ingest/text_encoding.h"
#include "ingest/text_fold.h"
#include "ingest/workbook_sheet.h"
#include "ingest/xml_standards.h"
#include "zip/zip_reader.h"

namespace verilot {

CertificateFile read_xlsx_certificates(const DocumentFile&, const Tables&);

namespace {

constexpr std::size_t kMaxSheets = 50;
constexpr std::size_t kMaxStrings = 200'000;

constexpr std::string_view kCompoundFile = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

// The name of a stream in a compound file, which is UTF-16.
bool holds_stream(std::string_view bytes, std::string_view name) {
  std::string wide;
  for (const char c : name) wide += {c, '\0'};
  return bytes.find(wide) != std::string_view::npos;
}

std::string what_compound_file(std::string_view bytes) {
  if (holds_stream(bytes, "EncryptedPackage"))
    return "is protected by a password; save it without one";
  if (holds_stream(bytes, "Workbook") || holds_stream(bytes, "Book"))
    return "is a workbook of the older .xls kind; save it as .xlsx";
  return "is a file of an older office program; save it as .xlsx or PDF";
}

std::string what_archive(ZipReader& archive) {
  if (archive.has("xl/workbook.bin")) return "is a binary workbook (.xlsb); save it as .xlsx";
  if (archive.has("word/document.xml")) return "is a Word document; save it as PDF";
  if (archive.has("content.xml") && archive.has("mimetype"))
    return "is an OpenDocument file; save it as .xlsx or PDF";
  return "is a ZIP archive and no workbook; unpack it and name the files in it";
}

std::string what_fault(ZipFault fault) {
  switch (fault) {
    case ZipFault::encrypted:
      return "is protected by a password; save it without one";
    case ZipFault::method:
      return "is packed by a method that is not read; save it again as .xlsx";
    case ZipFault::too_large:
      return "unpacks to more than is read: a file this size is no certificate";
    case ZipFault::bomb:
      return "unpacks to more than 200 times its size: a ZIP bomb, which is not read";
    case ZipFault::unreadable:
      return "cannot be unpacked: no memory is left";
    default:
      return "is a damaged ZIP archive; ask for the file again";
  }
}

struct Sheet {
  std::string name;
  std::string part;
  bool hidden = false;
};

class Workbook {
 public:
  Workbook(const DocumentFile& document, const Tables& tables)
      : document_(document),
        archive_(document.bytes, {}),
        words_(tables.certificate),
        lexicon_(tables) {}

  CertificateFile read() {
    file_.format = "xlsx";
    if (document_.bytes.starts_with(kCompoundFile))
      return refuse(what_compound_file(document_.bytes));
    if (!document_.bytes.starts_with("PK"))
      return refuse("is named like a workbook and is none; give it the name of what it is");
    if (archive_.fault() != ZipFault::none) return refuse(what_fault(archive_.fault()));
    find_workbook();
    if (!archive_.has(folder_ + workbook_part_)) return refuse(what_archive(archive_));
    pugi::xml_document workbook;
    if (!load(folder_ + workbook_part_, workbook)) return std::move(file_);
    note_macros();
    read_relations();
    read_strings();
    read_formats();
    from_1904_ =
        is_on(child_named(workbook.document_element(), "workbookPr").attribute("date1904"));
    const std::vector<Sheet> sheets = sheets_of(workbook.document_element());
    for (const Sheet& sheet : sheets) read_sheet_part(sheet);
    finish(sheets.empty());
    return std::move(file_);
  }

 private:
  CertificateFile refuse(std::string message) {
    problem(ProblemLevel::error, std::move(message));
    return std::move(file_);
  }

  void problem(ProblemLevel level, std::string message) {
    file_.problems.push_back({level, in_file(document_.name), std::move(message)});
  }

  static bool is_on(const pugi::xml_attribute& attribute) {
    const std::string_view value = attribute.value();
    return value == "1" || value == "true" || value == "on";
  }

  bool load(const std::string& part, pugi::xml_document& xml) {
    const auto bytes = archive_.read(part);
    if (!bytes) {
      problem(ProblemLevel::error, archive_.fault() == ZipFault::none
                                       ? "lacks its part " + part + "; ask for the file again"
                                       : what_fault(archive_.fault()));
      damaged_ = true;
      return false;
    }
    Problems unread;
    const auto text = decoded_text(*bytes, document_.name, unread);
    const auto parsed =
        text ? xml.load_buffer(text->data(), text->size(),
                               pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8)
             : pugi::xml_parse_result{};
    if (!text || !parsed) {
      problem(ProblemLevel::error, "its part " + part + " is damaged; ask for the file again");
      damaged_ = true;
    }
    return text.has_value() && xml.document_element();
  }

  void note_macros() {
    if (archive_.has("xl/vbaProject.bin"))
      problem(ProblemLevel::warning, "holds macros, which are not run; only its cells are read");
  }

  // Most programs put the workbook at xl/workbook.xml; the package says where it is.
  void find_workbook() {
    const std::string part = "_rels/.rels";
    pugi::xml_document xml;
    if (!archive_.has(part) || !load(part, xml)) return;
    for (const pugi::xml_node& relation : xml.document_element().children()) {
      if (!std::string_view(relation.attribute("Type").value()).ends_with("/officeDocument"))
        continue;
      std::string target = relation.attribute("Target").value();
      if (target.starts_with('/')) target.erase(0, 1);
      const std::size_t slash = target.rfind('/');
      if (!archive_.has(target) || !target.ends_with(".xml")) continue;
      folder_ = slash == std::string::npos ? "" : target.substr(0, slash + 1);
      workbook_part_ = target.substr(folder_.size());
    }
  }

  // "worksheets/sheet1.xml" is beside the workbook, "/xl/worksheets/sheet1.xml" in the archive.
  void read_relations() {
    const std::string part = folder_ + "_rels/" + workbook_part_ + ".rels";
    pugi::xml_document xml;
    if (!archive_.has(part) || !load(part, xml)) return;
    for (const pugi::xml_node& relation : xml.document_element().children()) {
      std::string target = relation.attribute("Target").value();
      target = target.starts_with('/') ? target.substr(1) : folder_ + target;
      const std::string type = relation.attribute("Type").value();
      if (type.ends_with("/sharedStrings")) strings_part_ = target;
      if (type.ends_with("/styles")) styles_part_ = target;
      parts_[relation.attribute("Id").value()] = target;
    }
  }

  void read_strings() {
    pugi::xml_document xml;
    if (!archive_.has(strings_part_) || !load(strings_part_, xml)) return;
    for (const pugi::xml_node& string : xml.document_element().children()) {
      if (local_name(string) != "si") continue;
      if (strings_.size() >= kMaxStrings) {
        problem(ProblemLevel::error, "more than 200,000 texts; the rest is not read");
        return;
      }
      strings_.push_back(squeezed(rich_text(string)));
    }
  }

  void read_formats() {
    pugi::xml_document xml;
    if (!archive_.has(styles_part_) || !load(styles_part_, xml)) return;
    std::map<int, std::string> own;
    for (const pugi::xml_node& format : child_named(xml.document_element(), "numFmts").children())
      own[format.attribute("numFmtId").as_int()] = format.attribute("formatCode").value();
    for (const pugi::xml_node& style : child_named(xml.document_element(), "cellXfs").children()) {
      if (local_name(style) != "xf" || formats_.size() >= kMaxStrings) continue;
      const int id = style.attribute("numFmtId").as_int();
      const auto known = own.find(id);
      formats_.push_back(known == own.end() ? std::string(built_in_format(id)) : known->second);
    }
  }

  std::vector<Sheet> sheets_of(const pugi::xml_node& workbook) {
    std::vector<Sheet> sheets;
    for (const pugi::xml_node& node : child_named(workbook, "sheets").children()) {
      if (local_name(node) != "sheet") continue;
      if (sheets.size() >= kMaxSheets) {
        problem(ProblemLevel::error, "more than 50 sheets; the rest is not read");
        damaged_ = true;
        break;
      }
      Sheet sheet{node.attribute("name").value(), "", false};
      const std::string_view state = node.attribute("state").value();
      sheet.hidden = state == "hidden" || state == "veryHidden";
      for (const pugi::xml_attribute& attribute : node.attributes()) {
        if (std::string_view(attribute.name()).ends_with(":id"))
          sheet.part = parts_[attribute.value()];
      }
      if (sheet.part.empty())
        sheet.part = "xl/worksheets/sheet" + std::to_string(sheets.size() + 1) + ".xml";
      sheets.push_back(std::move(sheet));
    }
    return sheets;
  }

  void read_sheet_part(const Sheet& sheet) {
    if (sheet.hidden) {
      problem(ProblemLevel::warning, "sheet '" + sheet.name + "' is hidden and not read");
      return;
    }
    pugi::xml_document xml;
    if (!load(sheet.part, xml)) return;
    if (local_name(xml.document_element()) != "worksheet") return;  // a sheet of one chart
    SheetRows rows = read_workbook_sheet(
        xml.document_element(), {sheet.name, strings_, formats_, from_1904_, document_.name});
    file_.problems.insert(file_.problems.end(), rows.problems.begin(), rows.problems.end());
    SheetContent content = read_sheet(rows.rows, lexicon_, order_of(rows.rows));
    found_table_ = found_table_ || content.found_table;
    for (Certificate& certificate : content.certificates) {
      if (certificate.incomplete.empty()) certificate.incomplete = rows.incomplete;
      auto& list = content.found_table ? file_.certificates : covers_;
      list.push_back(std::move(certificate));
    }
  }

  DateOrder order_of(const std::vector<SheetRow>& rows) const {
    std::string text;
    for (const SheetRow& row : rows) {
      for (const SheetCell& cell : row) text += cell.shown.text + "\n";
    }
    return order_of_dates(text, words_);
  }

  void finish(bool no_sheets) {
    if (covers_.size() == 1 && found_table_) {
      for (Certificate& certificate : file_.certificates)
        take_missing(certificate, covers_.front());
    } else {
      std::ranges::move(covers_, std::back_inserter(file_.certificates));
    }
    if (!found_table_ && !any_error(file_.problems))
      problem(ProblemLevel::error,
              no_sheets ? "holds no sheet; ask for the file again"
                        : "no header row with a test column and a result column was found");
    if (found_table_ && file_.certificates.empty())
      problem(ProblemLevel::error, "has a header of tests and no row under it");
    for (Certificate& certificate : file_.certificates) {
      if (!certificate.incomplete.empty()) continue;
      if (damaged_) certificate.incomplete = "a part of the workbook was not read";
      if (!found_table_) certificate.incomplete = "no table of tests was found";
    }
  }

  static void take_missing(Certificate& certificate, Certificate& cover) {
    for (const std::string& name : certificate_field_names()) {
      auto* field = field_of(certificate, name);
      if (!*field) *field = *field_of(cover, name);
    }
    for (const auto& [role, date] : cover.dates) certificate.dates.emplace(role, date);
    std::ranges::move(cover.problems, std::back_inserter(certificate.problems));
    cover.problems.clear();
  }

  const DocumentFile& document_;
  ZipReader archive_;
  const CertificateWords& words_;
  Lexicon lexicon_;
  CertificateFile file_;
  std::string folder_ = "xl/", workbook_part_ = "workbook.xml";
  std::map<std::string, std::string, std::less<>> parts_;  // by relation
  std::string strings_part_ = "xl/sharedStrings.xml", styles_part_ = "xl/styles.xml";
  std::vector<std::string> strings_, formats_;
  std::vector<Certificate> covers_;  // sheets with labels and no table
  bool from_1904_ = false, found_table_ = false, damaged_ = false;
};

}  // namespace

CertificateFile read_xlsx_certificates(const DocumentFile& document, const Tables& tables) {
  return Workbook(document, tables).read();
}

}  // namespace verilot
