// ingest: the documents of one dossier's folder, opened once each.
//
//   Documents documents("lots/EXO-24117");
//   const DocumentFile* coa = documents.open("coa.pdf", where, problems);
//   FoundQuote quote = documents.find_quote(*coa, "Homo sapiens", problems);
//
// A name may not leave the folder: absolute names and `..` are refused.
//
// Errors: a document that cannot be opened is a problem at the place that names it.
// Limits: 64 MB a file, 200 documents a dossier, 1,000 bytes a quotation.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ingest/certificate_reader.h"
#include "ingest/pdf_words.h"
#include "model/problem.h"
#include "model/run.h"

namespace verilot {

// Where words stand in a document: page and box, or line and column.
struct FoundQuote {
  std::optional<SourceLocation> where;
  bool document_read = true;  // what keeps it from being read is a problem of its own
  int unread_page = 0;        // the first that may hold the words, where they were not found
};

class Documents {
 public:
  // "" is the current folder.
  explicit Documents(std::string folder) : folder_(folder.empty() ? "." : std::move(folder)) {}
  // Documents that are taken as present and as showing what is quoted: for the cases of a pack,
  // which are about rules, not about files.
  static Documents assumed();
  bool are_assumed() const { return assumed_; }

  // The document, or nullptr and a problem at `named_at`. The pointer stays valid.
  const DocumentFile* open(const std::string& name, const SourceLocation& named_at, Problems&);

  // The file of corrections beside a document (corrections.h), where the folder has one.
  std::optional<DocumentFile> corrections_of(const std::string& name, Problems&);

  // The words of a text, HTML or PDF document in reading order; nothing when it holds none that
  // can be read.
  std::optional<std::string> text(const DocumentFile&, Problems&);

  // White space and case do not count. What keeps a document from being read is a problem, once.
  FoundQuote find_quote(const DocumentFile&, const std::string& words, Problems&);

  // Notes the pages of a document that a reader went through.
  void note_pages(const std::string& name, int pages, std::vector<int> unread);

  // What was opened, by name.
  std::vector<ReadDocument> opened() const;
  bool was_opened(const std::string& name) const { return files_.count(name) != 0; }

 private:
  struct Entry {
    DocumentFile file;
    ReadDocument read;
  };
  // The words of a document without white space and case, each byte with where it came from.
  struct Searchable {
    std::string text;
    std::string folded;
    std::vector<std::uint32_t> offsets;
  };
  // Both are made once a document, however many facts quote it.
  const PdfText& pdf(const DocumentFile&, Problems&);
  FoundQuote find_in_pages(const PdfText&, const DocumentFile&, const std::string& folded_words);
  const Searchable* searchable(const DocumentFile&, Problems&);

  std::map<std::string, PdfText> pdfs_;
  std::map<std::string, std::optional<Searchable>> texts_;
  std::string folder_;
  bool assumed_ = false;
  std::map<std::string, Entry> files_;
};

}  // namespace verilot
