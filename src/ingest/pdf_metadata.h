// ingest: what a PDF says of itself: its information dictionary and its XMP packet.
//
//   DocumentMetadata metadata;
//   std::vector<std::string> programs = read_metadata(pdf, metadata);   // of the XMP history too
//
// Errors: none. What is not there or cannot be read stays empty.
// Source: ISO 32000-1:2008, 14.3; ISO 16684-1 (XMP).
#pragma once

#include <string>
#include <vector>

#include "ingest/pdf_objects.h"
#include "model/certificate.h"

namespace verilot {

// Fills producer, creator, author, created and modified; returns the programs that the XMP packet
// names beside them.
std::vector<std::string> read_metadata(const PdfFile&, DocumentMetadata&);

// "scripts and embedded files"; "" where there are none.
std::string active_content(const PdfFile&);

}  // namespace verilot
