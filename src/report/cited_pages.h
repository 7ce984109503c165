// report: the pages of documents that a dossier's findings rest on, each drawn once.
//
//   for (const CitedPage& page : cited_pages(result))
//     write(outlined_page(pictures(result, page.document, page.number), page));
#pragma once

#include "report/places.h"
#include "report/report.h"

namespace verilot {

struct CitedPage {
  std::string document;
  int number = 1;
  std::vector<NamedPlace> places;  // on it; the first kMostPlacesOfPage
};
constexpr std::size_t kMostPlacesOfPage = 500;

// Of all findings, whatever their outcome; in the order of documents and pages.
std::vector<CitedPage> cited_pages(const DossierResult&);

// An SVG file that holds the picture and outlines the places; needs nothing beside it.
std::string outlined_page(const PagePicture&, const CitedPage&);

}  // namespace verilot
