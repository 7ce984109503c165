// The date in a lot's number, in every way that such numbers are written:
//
//   YYYY-MM-DD, YYYYMMDD, DDMMYYYY, MMDDYYYY, YYMMDD, DDMMYY, MMDDYY
//
// A day of the year (26-141) is not read: running numbers of a year look the same. Asked only where
// every reading that is a date of about that time is later than the sample.
#include <re2/re2.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "examine/certificate_checks.h"

namespace verilot {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

std::optional<sys_days> day(int year, int month, int of_month) {
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(of_month))};
  return date.ok() ? std::optional(sys_days(date)) : std::nullopt;
}

int part(const std::string& digits, std::size_t at, std::size_t count) {
  return std::stoi(digits.substr(at, count));
}

void add_readings(const std::string& run, std::vector<sys_days>& readings) {
  const auto add = [&](std::optional<sys_days> date) {
    if (date) readings.push_back(*date);
  };
  if (run.size() == 8) {
    add(day(part(run, 0, 4), part(run, 4, 2), part(run, 6, 2)));
    add(day(part(run, 4, 4), part(run, 2, 2), part(run, 0, 2)));
    add(day(part(run, 4, 4), part(run, 0, 2), part(run, 2, 2)));
  } else if (run.size() == 6) {
    add(day(2000 + part(run, 0, 2), part(run, 2, 2), part(run, 4, 2)));
    add(day(2000 + part(run, 4, 2), part(run, 2, 2), part(run, 0, 2)));
    add(day(2000 + part(run, 4, 2), part(run, 0, 2), part(run, 2, 2)));
  }
}

// Every date that the runs of digits of the number can mean.
std::vector<sys_days> readings_of(const std::string& lot) {
  static const re2::RE2 iso(R"((?:^|[^0-9])(\d{4}-\d{2}-\d{2})(?:[^0-9]|$))");
  std::vector<sys_days> readings;
  std::string found;
  if (re2::RE2::PartialMatch(lot, iso, &found)) {
    if (const auto date = parse_date(found)) readings.push_back(date->first);
    return readings;
  }
  std::string run;
  for (const char c : lot + " ") {
    if (c >= '0' && c <= '9') {
      run += c;
    } else {
      add_readings(run, readings);
      run.clear();
    }
  }
  return readings;
}

// The day by which the lot was there: of the sample, else of the test or report.
const DateSaid* day_of_sample(const CertificateView& certificate) {
  for (const char* role :
       {"sampled", "received", "analysis_started", "analysis_completed", "reported", "issued"})
    if (const DateSaid* date = certificate.date(role)) return date;
  return nullptr;
}

}  // namespace

void check_lot_date(const CertificateView& certificate, Questions& questions) {
  const DateSaid* sample = day_of_sample(certificate);
  if (!certificate.lot.known() || sample == nullptr) return;
  const days near(static_cast<int>(365 * questions.threshold("lot_date_after_receipt", "years")));
  std::vector<sys_days> readings = readings_of(certificate.lot.text);
  std::erase_if(readings, [&](const sys_days& date) {
    return date > sample->date.last + near || date < sample->date.first - near;
  });
  const auto is_expiry = [&](const sys_days& date) {
    for (const char* role : {"expiry", "retest"})
      if (const DateSaid* end = certificate.date(role))
        if (date >= end->date.first - days(31) && date <= end->date.last) return true;
    return false;
  };
  const bool late = std::ranges::all_of(
      readings, [&](const sys_days& date) { return date > sample->date.last && !is_expiry(date); });
  if (readings.empty() || !late) return;
  const Date earliest{*std::ranges::min_element(readings), *std::ranges::min_element(readings)};
  questions.ask("lot_date_after_receipt", certificate,
                "the number of lot " + certificate.lot.text + " reads as " + to_string(earliest) +
                    ", and the sample is of " + sample->printed);
}

}  // namespace verilot
