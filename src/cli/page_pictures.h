// cli: the pages of documents for reports, drawn when they are asked for.
//
// A page is drawn only of a document with the bytes that were judged: what changed since, or is not
// there any more, has no picture.
#pragma once

#include <functional>

#include "report/report.h"

namespace verilot {

// Looked for among what `kept` has under a document's digest, then by DossierResult::path.
PagePictures page_pictures(std::function<std::string(const std::string& sha256)> kept = {});

}  // namespace verilot
