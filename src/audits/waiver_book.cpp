#include "audits/waiver_book.h"

#include <algorithm>

#include "audits/outcome_record.h"
#include "digest/digest.h"

namespace verilot {

namespace {

long number_of(const std::string& id) { return std::strtol(id.c_str() + 1, nullptr, 10); }

Waiver read_kept(const std::string& record) {
  try {
    return read_waiver(record);
  } catch (const WaiverRefused& fault) {
    throw StoreError(fault.what());
  }
}

std::string next_id(Store& store) {
  long last = 0;
  for (const Row& row : store.database().rows("SELECT id FROM waivers", {}, 1))
    last = std::max(last, number_of(row[0]));
  return "W" + std::to_string(last + 1);
}

}  // namespace

std::vector<Waiver> all_waivers(Store& store) {
  std::vector<Waiver> waivers;
  for (const Row& row : store.database().rows("SELECT body FROM waivers", {}, 1))
    waivers.push_back(read_kept(row[0]));
  std::ranges::sort(waivers, {}, [](const Waiver& waiver) { return number_of(waiver.id); });
  return waivers;
}

std::optional<Waiver> find_waiver(Store& store, const std::string& id) {
  const Rows rows = store.database().rows("SELECT body FROM waivers WHERE id = $1", {id}, 1);
  if (rows.empty()) return std::nullopt;
  return read_kept(rows[0][0]);
}

void save_waiver(Store& store, Waiver& waiver) {
  Transaction all(store.database());
  if (waiver.id.empty()) {
    waiver.id = next_id(store);
    store.database().run("INSERT INTO waivers VALUES ($1, $2, $3, $4, $5, $6)",
                         {waiver.id, waiver.item, waiver.rule, waiver.subject, waiver.evidence,
                          waiver_record(waiver)});
  } else {
    // A history only grows: of two who write at once, the second finds what it did not read.
    const Rows kept =
        store.database().rows("SELECT body FROM waivers WHERE id = $1", {waiver.id}, 1);
    if (kept.empty() || read_kept(kept[0][0]).history.size() + 1 != waiver.history.size())
      throw WaiverRefused("waiver " + waiver.id + " was changed at the same moment; try again");
    store.database().run("UPDATE waivers SET body = $1 WHERE id = $2 AND body = $3",
                         {waiver_record(waiver), waiver.id, kept[0][0]});
  }
  all.commit();
}

WaiverBook::WaiverBook(Store& store) {
  for (Waiver& waiver : all_waivers(store))
    if (is_standing(waiver)) pages_[waiver.item].waivers.push_back(std::move(waiver));
  for (auto& [item, page] : pages_) {
    for (const Waiver& waiver : page.waivers) page.record.bytes += waiver_record(waiver) + "\n";
    page.record.digest = sha256_of({page.record.bytes});
  }
}

const WaiverBook::Page& WaiverBook::of(const std::string& dossier) const {
  static const Page kNone;
  const auto found = pages_.find(dossier);
  return found == pages_.end() ? kNone : found->second;
}

WaiverState audited_state(Store& store, const Waiver& waiver, const Date& as_of) {
  std::vector<RunRecord> runs = store.runs();
  std::ranges::reverse(runs);
  for (const RunRecord& run : runs) {
    if (run.state != "complete") continue;
    const auto state = store.state_of_dossier(run, waiver.item);
    if (!state) continue;
    const OutcomeRecord record = read_outcomes(store.content(state->result));
    const auto use = std::ranges::find(record.waivers, waiver.id, &WaiverUse::id);
    const bool voided = use != record.waivers.end() && use->state == to_string(WaiverState::voided);
    return waiver_state(waiver, voided ? "" : waiver.evidence, as_of);
  }
  return waiver_state(waiver, waiver.evidence, as_of);
}

std::vector<Waiver> read_page(Store& store, const std::string& digest) {
  return digest.empty() ? std::vector<Waiver>() : waivers_in(store.content(digest));
}

std::vector<Waiver> waivers_in(const std::string& page) {
  std::vector<Waiver> waivers;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t end = std::min(page.find('\n', at), page.size());
    waivers.push_back(read_kept(page.substr(at, end - at)));
    at = end + 1;
  }
  return waivers;
}

}  // namespace verilot
