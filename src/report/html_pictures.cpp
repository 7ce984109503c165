#include "report/html_pictures.h"

#include <fmt/core.h>

#include <algorithm>
#include <ostream>

#include "report/markup.h"
#include "report/text.h"

namespace verilot {

namespace {

constexpr double kAround = 42;        // points above and below what is outlined
constexpr double kLeastHeight = 130;  // of the part that is shown
constexpr std::size_t kMostBoxes = 60;

struct Part {
  double top = 0, height = 0;
};

// The rows of the page that hold all places, or the whole page where one of them has no box.
Part part_of(const std::vector<NamedPlace>& places, double page_height) {
  double top = page_height, bottom = 0;
  for (const NamedPlace& place : places) {
    if (place.where.box == Box{}) return {0, page_height};
    top = std::min(top, place.where.box.y0);
    bottom = std::max(bottom, place.where.box.y1);
  }
  top = std::clamp(top - kAround, 0.0, page_height);
  bottom = std::clamp(bottom + kAround, top, page_height);
  if (bottom - top < kLeastHeight) bottom = std::min(page_height, top + kLeastHeight);
  if (bottom - top < kLeastHeight) top = std::max(0.0, bottom - kLeastHeight);
  return {top, bottom - top};
}

void write_boxes(const std::vector<NamedPlace>& places, std::ostream& out) {
  for (std::size_t i = 0; i < places.size() && i < kMostBoxes; ++i) {
    const Box& box = places[i].where.box;
    if (box == Box{}) continue;
    constexpr double kMargin = 1.5;
    out << fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"{}>",
                       box.x0 - kMargin, box.y0 - kMargin,
                       std::max(0.0, box.x1 - box.x0) + 2 * kMargin,
                       std::max(0.0, box.y1 - box.y0) + 2 * kMargin,
                       places[i].searched ? " class=\"searched\"" : "")
        << "<title>" << escaped(places[i].what) << "</title></rect>";
  }
}

// What the outlines of a part stand for.
std::string_view legend(const std::vector<NamedPlace>& places) {
  const auto outlined = [&](bool searched) {
    return std::any_of(places.begin(), places.end(), [&](const NamedPlace& place) {
      return place.searched == searched && place.where.box != Box{};
    });
  };
  if (outlined(true)) return outlined(false) ? ": read, and searched (dashed)" : ": searched";
  return outlined(false) ? ": read" : "";
}

}  // namespace

const PictureShelf::Kept& PictureShelf::kept(const DossierResult& dossier, const Page& page,
                                             std::ostream& out) {
  const auto known = kept_.find(page);
  if (known != kept_.end()) return known->second;
  if (count_ == kMostPictures || bytes_ >= kMostPictureBytes) full_ = true;
  const PagePicture picture = full_ ? PagePicture{} : pictures_(dossier, page.first, page.second);
  Kept one;
  if (!picture.bytes.empty() && picture.width > 0 && picture.height > 0) {
    one = {"p" + std::to_string(++count_), picture.width, picture.height};
    bytes_ += picture.bytes.size();
    out << fmt::format(
               "<svg class=\"kept\" aria-hidden=\"true\"><defs><image id=\"{}\" width=\"{:.1f}\" "
               "height=\"{:.1f}\" preserveAspectRatio=\"none\" href=\"data:image/jpeg;base64,",
               one.id, one.width, one.height)
        << base64(picture.bytes) << "\"/></defs></svg>\n";
  }
  return kept_.emplace(page, std::move(one)).first->second;
}

void PictureShelf::show(const DossierResult& dossier, const Finding& finding, std::ostream& out) {
  if (!pictures_) return;
  std::map<Page, std::vector<NamedPlace>> pages;
  std::vector<Page> order;
  for (NamedPlace& place : places_of(finding)) {
    if (place.where.page < 1) continue;
    const Page page(place.where.file, place.where.page);
    if (pages.find(page) == pages.end()) order.push_back(page);
    pages[page].push_back(std::move(place));
  }
  for (std::size_t i = 0; i < order.size() && i < kMostPagesOfFinding; ++i) {
    const Kept& picture = kept(dossier, order[i], out);
    const std::string name = escaped(order[i].first) + ", page " + std::to_string(order[i].second);
    if (picture.id.empty()) {
      if (full_)
        out << "<p class=\"small soft\">" << name << " is not pictured: there are "
            << "too many pages for one report.</p>\n";
      continue;
    }
    const std::vector<NamedPlace>& places = pages[order[i]];
    const Part part = part_of(places, picture.height);
    out << fmt::format(
               "<figure><svg viewBox=\"0 {:.1f} {:.1f} {:.1f}\" role=\"img\" aria-label=\"{}\">",
               part.top, picture.width, part.height, name)
        << "<use href=\"#" << picture.id << "\"/>";
    write_boxes(places, out);
    out << "</svg><figcaption>" << name << legend(places) << "</figcaption></figure>\n";
  }
  if (order.size() > kMostPagesOfFinding)
    out << "<p class=\"small soft\">and " << counted(order.size() - kMostPagesOfFinding, "page")
        << " more, named among the facts.</p>\n";
}

}  // namespace verilot
