// ingest: a page of a document as people see it.
//
//   const PageImage image = page_image({"coa.pdf", path, bytes}, 2);
//   if (!image.jpeg.empty()) show(image);
//
// PDF files and pictures (PNG, JPEG, TIFF) have pages; they are drawn by `pdftoppm`, as a child
// with limits.
//
// Units:  PDF points, as in the boxes of SourceLocation.
// Errors: no bytes where there is no such page, or where it cannot be drawn within the limits.
#pragma once

#include "ingest/certificate_reader.h"

namespace verilot {

struct PageImage {
  std::string jpeg;
  double width = 0, height = 0;
};

PageImage page_image(const DocumentFile&, int page);

}  // namespace verilot
