// What a document says of its own making: programs, dates, names.
#include <algorithm>
#include <optional>
#include <set>

#include "ingest/document_inspection.h"
#include "ingest/pdf_metadata.h"
#include "model/date.h"

namespace verilot {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

std::optional<sys_days> whole_day(const std::string& iso) {
  const auto date = parse_date(iso);
  if (!date || !date->exact()) return std::nullopt;
  return date->first;
}

// Days of what happened to the lot, and days of papers about it; none that lie ahead.
const std::set<std::string> kLotRoles = {"manufactured", "sampled", "received", "analysis_started",
                                         "analysis_completed"};
const std::set<std::string> kPaperRoles = {"reported", "issued", "signed"};

std::vector<std::string> days_of(const CertificateFile& file, bool with_papers) {
  std::vector<std::string> all;
  for (const Certificate& certificate : file.certificates) {
    for (const auto& [role, date] : certificate.dates) {
      const bool wanted =
          kLotRoles.count(role) != 0 || (with_papers && kPaperRoles.count(role) != 0);
      if (wanted && date.doubt.empty() && whole_day(date.text)) all.push_back(date.text);
    }
  }
  std::ranges::sort(all);
  return all;
}

void find_tools(Inspection& inspection, const std::vector<std::string>& history) {
  const DocumentMetadata& said = inspection.metadata;
  std::vector<std::string> texts = {said.producer, said.creator, said.author};
  texts.insert(texts.end(), history.begin(), history.end());
  for (const std::string& text : texts) {
    if (inspection.match("editors", text))
      return inspection.add_to_file("metadata_edited", {{"tool", text}});
  }
  if (inspection.match("editing_creators", said.creator))
    return inspection.add_to_file("metadata_edited",
                                  {{"tool", said.creator + " (" + said.producer + ")"}});
  for (const std::string& text : texts) {
    if (inspection.match("resavers", text))
      return inspection.add_to_file("resaved", {{"tool", text}});
  }
}

void find_dates(Inspection& inspection) {
  const DocumentMetadata& said = inspection.metadata;
  const auto created = whole_day(said.created);
  const auto modified = whole_day(said.modified);
  const std::vector<std::string>& unset = inspection.words("unset_clocks");
  if (!created || std::ranges::find(unset, said.created) != unset.end()) return;
  // A file of several certificates was put together: its date may be that of any of them.
  if (inspection.file.certificates.size() > 1) return;
  const std::vector<std::string> dates = days_of(inspection.file, false);
  const bool later = modified && *modified > *created + days(1);
  if (later) {
    const auto between = std::ranges::find_if(dates, [&](const std::string& date) {
      return *whole_day(date) > *created + days(1) && *whole_day(date) <= *modified;
    });
    const Inspection::Names names = {{"created", said.created}, {"modified", said.modified}};
    if (between == dates.end()) {
      inspection.add_to_file("modified_later", names);
    } else {
      Inspection::Names with_date = names;
      with_date["date"] = *between;
      return inspection.add_to_file("modified_after_lot", with_date);
    }
  }
  const std::vector<std::string> all = days_of(inspection.file, true);
  if (all.empty()) return;
  const auto ahead = (*whole_day(all.back()) - *created).count();
  if (static_cast<double>(ahead) > inspection.limit("days_file_older"))
    inspection.add_to_file(
        "file_older_than_lot",
        {{"created", said.created}, {"date", all.back()}, {"days", std::to_string(ahead)}});
}

}  // namespace

void find_metadata_signals(Inspection& inspection) {
  if (inspection.pdf == nullptr) return;
  const std::vector<std::string> history = read_metadata(*inspection.pdf, inspection.metadata);
  find_tools(inspection, history);
  find_dates(inspection);
  const std::string active = active_content(*inspection.pdf);
  if (!active.empty()) inspection.add_to_file("attachments", {{"what", active}});
}

}  // namespace verilot
