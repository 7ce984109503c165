// report: the pages behind findings, each held once in an HTML report, its places outlined.
//
//   PictureShelf shelf(options.pictures);
//   shelf.show(dossier, finding, out);   // figures; the pages they need before them
//
// Limits: kMostPictures pages and kMostPictureBytes of them in a report, kMostPagesOfFinding a
//         finding; what is left out is said.
#pragma once

#include <iosfwd>
#include <map>

#include "report/places.h"
#include "report/report.h"

namespace verilot {

constexpr std::size_t kMostPictures = 300;
constexpr std::size_t kMostPictureBytes = std::size_t{48} << 20;
constexpr std::size_t kMostPagesOfFinding = 3;

class PictureShelf {
 public:
  explicit PictureShelf(const PagePictures& pictures) : pictures_(pictures) {}

  void show(const DossierResult&, const Finding&, std::ostream&);
  // Pages are those of one dossier.
  void next_dossier() { kept_.clear(); }

 private:
  using Page = std::pair<std::string, int>;
  struct Kept {
    std::string id;  // "" where the page has no picture
    double width = 0, height = 0;
  };

  const Kept& kept(const DossierResult&, const Page&, std::ostream&);

  const PagePictures& pictures_;
  std::map<Page, Kept> kept_;
  std::size_t count_ = 0, bytes_ = 0;
  bool full_ = false;
};

}  // namespace verilot
