// ingest: signs of how a document was made or altered, after its certificates were read.
//
//   inspect_document(document, text, tables, file, read_picture);
//   for (const DocumentSignal& signal : file.signals) ask(signal.question);
//
// A sign of grade error or warning leaves what it touches open: the values under its box, or all
// of the file where the sign is about the whole, get Printed::doubt "authenticity open: ...".
// Information changes nothing. The words, grades and limits are those of
// rules/tables/document-signals.yaml.
//
// Errors: none. Where the file could not be looked into, DocumentMetadata::not_inspected says why.
// Limits: of pdf_objects.h and pdf_marks.h; pictures of pages are made only of pages that give
//         cause, at most 10 a file.
#pragma once

#include <functional>

#include "ingest/certificate_reader.h"
#include "ingest/pdf_words.h"

namespace verilot {

// Puts the words that a picture of the page shows in place of its words.
using PictureReader = std::function<void(PdfPage&)>;

// For PDF and for pictures. With a reader of pictures, text layers of scanned pages are held
// against what the page shows.
void inspect_document(const DocumentFile&, const PdfText&, const Tables&, CertificateFile&,
                      const PictureReader& = {});

// Takes the doubts of inspect_document back: the laboratory confirmed the document as it stands.
void withdraw_questions(Certificate&);

}  // namespace verilot
