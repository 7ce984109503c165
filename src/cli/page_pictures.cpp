#include "cli/page_pictures.h"

#include <algorithm>

#include "digest/digest.h"
#include "ingest/open_file.h"
#include "ingest/page_image.h"
#include "report/places.h"

namespace verilot {

namespace {

// The last document stays in memory, as its pages are asked for one after another.
class Drawer {
 public:
  using BytesOf = std::function<std::string(const DossierResult&, const ReadDocument&)>;
  explicit Drawer(BytesOf bytes_of) : bytes_of_(std::move(bytes_of)) {}

  PagePicture operator()(const DossierResult& dossier, const std::string& document, int page) {
    const auto known = std::ranges::find(dossier.documents, document, &ReadDocument::name);
    if (known == dossier.documents.end() || known->pages < page) return {};
    if (sha256_ != known->sha256) {
      sha256_ = known->sha256;
      file_ = {known->name, "", bytes_of_(dossier, *known)};
    }
    if (file_.bytes.empty()) return {};
    PageImage image = page_image(file_, page);
    return {std::move(image.jpeg), image.width, image.height};
  }

 private:
  BytesOf bytes_of_;
  std::string sha256_;
  DocumentFile file_;
};

}  // namespace

PagePictures page_pictures(std::function<std::string(const std::string& sha256)> kept) {
  return Drawer(
      [kept = std::move(kept)](const DossierResult& dossier, const ReadDocument& document) {
        std::string bytes = kept ? kept(document.sha256) : std::string();
        if (bytes.empty()) bytes = open_file(path_of(dossier, document.name)).bytes;
        return sha256_of({bytes}) == document.sha256 ? std::move(bytes) : std::string();
      });
}

}  // namespace verilot
