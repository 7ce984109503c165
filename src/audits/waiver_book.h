// audits: the waivers of a store.
//
//   save_waiver(store, waiver);                    // an id is given to a new one
//   const WaiverBook book(store);
//   apply_waivers(result, book.of(result.id).waivers, as_of);
//
// Errors: StoreError, also where an entry is damaged. WaiverRefused for a change that another one
//         came before.
#pragma once

#include <map>

#include "store/store.h"
#include "waivers/waiver.h"

namespace verilot {

std::vector<Waiver> all_waivers(Store&);  // in the order of their numbers
std::optional<Waiver> find_waiver(Store&, const std::string& id);
// Gives a waiver without an id the next one: "W1", "W2".
void save_waiver(Store&, Waiver&);

// How it stands on a day, with the evidence as the last audit of its dossier read it.
WaiverState audited_state(Store&, const Waiver&, const Date& as_of);

// What judges besides the evidence: the waivers of each dossier that stand, approved and not
// revoked, as they are when the book is opened.
class WaiverBook {
 public:
  struct Page {
    std::vector<Waiver> waivers;
    Content record;  // digest "" where there is none
  };

  explicit WaiverBook(Store&);
  const Page& of(const std::string& dossier) const;

 private:
  std::map<std::string, Page> pages_;
};

// The waivers of a page, from what was kept of it. "" gives none.
std::vector<Waiver> read_page(Store&, const std::string& digest);
// From its lines.
std::vector<Waiver> waivers_in(const std::string& page);

}  // namespace verilot
