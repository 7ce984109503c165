// ingest: what the inspectors of a document share. Each looks for its own signs and adds them to
// the Inspection; document_signals.cpp runs them all.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ingest/certificate_reader.h"
#include "ingest/document_signals.h"
#include "ingest/lexicon.h"
#include "ingest/pdf_marks.h"
#include "ingest/pdf_words.h"

namespace verilot {

// A sign with what lies beneath it.
struct FoundSignal {
  DocumentSignal signal;
  bool whole_file = false;
  std::vector<Box> boxes;  // on the page of the signal
};

class Inspection {
 public:
  Inspection(const DocumentFile& its_document, const PdfText& its_text, const Tables& its_tables,
             const CertificateFile& its_file)
      : document(its_document), text(its_text), tables(its_tables), file(its_file) {}

  const DocumentFile& document;
  const PdfText& text;
  const Tables& tables;
  const CertificateFile& file;
  const PdfFile* stored = nullptr;        // as it stands in the file
  const PdfFile* pdf = nullptr;           // without its encryption
  const PdfMarkReader* reader = nullptr;  // whose fonts the marks name
  std::vector<PdfPageMarks> pages;        // one a page that was read, from page 1
  PictureReader read_picture;             // may be nothing
  DocumentMetadata metadata;
  std::vector<FoundSignal> found;

  double limit(const char* name) const { return tables.signals.limits.at(name); }
  const std::vector<std::string>& words(const char* role) const {
    return tables.signals.words.at(role);
  }
  // Made when it is first asked for: few documents need it.
  const Lexicon& lexicon() {
    if (!lexicon_) lexicon_.emplace(tables);
    return *lexicon_;
  }
  // The first of the role's patterns that fits, as it fits.
  std::optional<std::string> match(const char* role, const std::string& in) const;

  using Names = std::map<std::string, std::string>;  // for the braces of evidence and question
  void add_to_file(const std::string& kind, const Names&);
  void add_to_page(const std::string& kind, int page, std::vector<Box> boxes, Names);

 private:
  void add(const std::string& kind, const SourceLocation&, std::vector<Box>, bool whole,
           const Names&);

  std::optional<Lexicon> lexicon_;
};

// The printed values of a certificate that a rule may read.
void for_each_value(Certificate&, const std::function<void(Printed&)>&);
// Results, limits, units, verdicts, the lot and dates alone: what an altered certificate alters.
void for_each_telling_value(const Certificate&, const std::function<void(const Printed&)>&);
// Whether one of those stands on the page and meets the box.
bool meets_telling_value(const CertificateFile&, int page, const Box&);

double area(const Box&);
Box common(const Box&, const Box&);
// The part of the first box that lies in the second.
double share_within(const Box& of, const Box& in);
Box around_all(const std::vector<Box>&);
bool has_digit(std::string_view);

// Each in a file of its own.
void find_page_signals(Inspection&);      // overlaid, covered and hidden words
void find_font_signals(Inspection&);      // values in a font of their own
void find_revision_signals(Inspection&);  // what later revisions changed, signatures
void find_metadata_signals(Inspection&);  // producers, dates
void find_text_signals(Inspection&);      // placeholders, watermarks, names
void find_picture_signals(Inspection&);   // text layers over scanned pages, programs of pictures
void find_cut_words(Inspection&);         // at the edge of a picture
void find_name_signals(Inspection&);      // a name that says another format

}  // namespace verilot
