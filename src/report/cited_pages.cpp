#include "report/cited_pages.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "report/markup.h"

namespace verilot {

std::vector<CitedPage> cited_pages(const DossierResult& dossier) {
  std::map<std::pair<std::string, int>, std::vector<NamedPlace>> pages;
  for (const Finding& finding : dossier.findings) {
    for (NamedPlace& place : places_of(finding)) {
      if (place.where.page < 1) continue;
      auto& places = pages[{place.where.file, place.where.page}];
      const bool known = std::ranges::any_of(places, [&](const NamedPlace& other) {
        return other.where == place.where && other.what == place.what;
      });
      if (!known && places.size() < kMostPlacesOfPage) places.push_back(std::move(place));
    }
  }
  std::vector<CitedPage> list;
  for (auto& [page, places] : pages) list.push_back({page.first, page.second, std::move(places)});
  return list;
}

std::string outlined_page(const PagePicture& picture, const CitedPage& page) {
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.1f}pt\" height=\"{1:.1f}pt\" "
      "viewBox=\"0 0 {0:.1f} {1:.1f}\">\n<title>{2}, page {3}</title>\n"
      "<image width=\"{0:.1f}\" height=\"{1:.1f}\" preserveAspectRatio=\"none\" "
      "href=\"data:image/jpeg;base64,",
      picture.width, picture.height, escaped(page.document), page.number);
  svg += base64(picture.bytes) + "\"/>\n";
  for (const NamedPlace& place : page.places) {
    const Box& box = place.where.box;
    if (box == Box{}) continue;
    constexpr double kMargin = 1.5;
    svg += fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" {}><title>{}</title>"
        "</rect>\n",
        box.x0 - kMargin, box.y0 - kMargin, std::max(0.0, box.x1 - box.x0) + 2 * kMargin,
        std::max(0.0, box.y1 - box.y0) + 2 * kMargin,
        place.searched ? "fill=\"none\" stroke=\"#0a4fa3\" stroke-width=\"1.6\" "
                         "stroke-dasharray=\"5 3\""
                       : "fill=\"#ffd33d\" fill-opacity=\".22\" stroke=\"#b3261e\" "
                         "stroke-width=\"1.6\"",
        escaped(place.what));
  }
  return svg + "</svg>\n";
}

}  // namespace verilot
