#include "cli/registers_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "report/text.h"

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLongestText = 300;

void print_json(Json result, ExitCode code, Environment& environment) {
  result["exit"] = {{"code", static_cast<int>(code)}, {"name", exit_name(code)}};
  environment.out << result.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

Json to_json(const CopyState& copy) {
  Json json = {{"register", copy.source}, {"title", copy.title}, {"there", copy.there}};
  if (copy.there)
    json.update({{"date", copy.date},
                 {"source_date", copy.source_date},
                 {"sha256", copy.sha256},
                 {"entries", copy.entries},
                 {"complete", copy.complete},
                 {"age_days", copy.age_days}});
  json["stale"] = copy.stale;
  json["why"] = copy.why;
  return json;
}

Json to_json(const NamedTexts& texts, const char* name, const char* value) {
  Json list = Json::array();
  for (const auto& [key, text] : texts) list.push_back({{name, key}, {value, text}});
  return list;
}

Json to_json(const RegisterEntry& entry) {
  return {{"kind", entry.kind},
          {"key", entry.key},
          {"name", entry.name},
          {"aliases", entry.aliases},
          {"identifiers", to_json(entry.identifiers, "kind", "value")},
          {"addresses", entry.addresses},
          {"country", entry.country},
          {"status", entry.status},
          {"standing", to_string(entry.standing)},
          {"until", entry.until},
          {"dates", to_json(entry.dates, "what", "date")},
          {"details", to_json(entry.details, "what", "text")}};
}

std::string age_in_words(const CopyState& copy) {
  return "copy of " + copy.date + ", " + std::to_string(copy.age_days) + " d old" +
         (copy.source_date.empty() ? "" : ", data of " + copy.source_date) +
         (copy.stale ? ", STALE" : "") + (copy.complete ? "" : ", an extract") + ", sha256 " +
         copy.sha256.substr(0, 12);
}

void line(Environment& environment, const std::string& first, const std::string& text) {
  environment.out << wrapped(first, printable(text), environment.width);
}

void print_named(Environment& environment, const NamedTexts& texts) {
  for (const auto& [name, text] : texts)
    line(environment, "    " + padded(name, 22) + " ", cut(text, kLongestText));
}

void print_entry(const RegisterEntry& entry, Environment& environment) {
  line(environment, "  ", entry.name + "  (" + entry.kind + ")");
  if (!entry.status.empty())
    line(environment, "    " + padded("status", 22) + " ",
         entry.status +
             (entry.standing == Standing::unknown ? "" : ", " + to_string(entry.standing)));
  if (!entry.until.empty())
    line(environment, "    " + padded("stands until", 22) + " ", entry.until);
  for (const std::string& alias : entry.aliases)
    line(environment, "    " + padded("also", 22) + " ", alias);
  print_named(environment, entry.identifiers);
  for (const std::string& address : entry.addresses)
    line(environment, "    " + padded("address", 22) + " ",
         address + (entry.country.empty() ? "" : ", " + entry.country));
  print_named(environment, entry.dates);
  print_named(environment, entry.details);
}

std::string score_text(double score) { return fmt::format("{:.2f}", score); }

Json to_json(const NearName& near) {
  return {{"score", std::stod(score_text(near.hit.score))},
          {"name", near.hit.name},
          {"reasons", near.hit.reasons},
          {"copy", to_json(near.copy)},
          {"entry", to_json(near.entry)}};
}

void print_near(const char* word, const NearName& near, Environment& environment) {
  line(environment, std::string(word) + "  " + score_text(near.hit.score) + "  ",
       near.hit.name + "  [" + near.copy.source + "]");
  if (near.hit.name != near.entry.name) line(environment, "  also  ", near.entry.name);
  for (const std::string& reason : near.hit.reasons) line(environment, "  ", reason);
}

Json search_json(const SearchResult& result) {
  Json found = Json::array(), without = Json::array(), unknown = Json::array();
  for (const RegisterFound& one : result.found) {
    Json entries = Json::array();
    for (const RegisterEntry& entry : one.answer.entries) entries.push_back(to_json(entry));
    found.push_back({{"by", one.by},
                     {"copy", to_json(one.answer.copy)},
                     {"means", one.source->means},
                     {"does_not_mean", one.source->does_not_mean},
                     {"entries", std::move(entries)}});
  }
  for (const CopyState& copy : result.without) without.push_back(to_json(copy));
  for (const LookUp& one : result.unknown)
    unknown.push_back({{"copy", to_json(one.copy)}, {"why", one.why}});
  Json near = Json::array();
  for (const NearName& one : result.near.hits) near.push_back(to_json(one));
  return {{"query", result.text},
          {"as_of", to_string(result.as_of)},
          {"found", found},
          {"near", std::move(near)},
          {"nearest", result.near.nearest ? to_json(*result.near.nearest) : Json()},
          {"not_found", without},
          {"unknown", unknown}};
}

}  // namespace

void print_status(const std::vector<RegisterStatus>& all, bool json, ExitCode code,
                  Environment& environment) {
  Json list = Json::array();
  if (!json)
    environment.out << fmt::format("{:<32}{:>9}  {:<10}  {:>5}  {}\n", "register", "entries",
                                   "copy of", "age", "state");
  for (const RegisterStatus& one : all) {
    const CopyState& copy = one.copy;
    if (json) {
      Json item = to_json(copy);
      item.update({{"refresh_days", one.source->refresh_days},
                   {"stale_after_days", one.source->stale_after_days},
                   {"licence", one.source->licence}});
      if (one.last_attempt)
        item["last_attempt"] = {{"at", one.last_attempt->at},
                                {"outcome", one.last_attempt->outcome},
                                {"message", one.last_attempt->message}};
      list.push_back(std::move(item));
      continue;
    }
    const std::string state = !copy.there     ? "no copy"
                              : copy.stale    ? "STALE"
                              : copy.complete ? "fresh"
                                              : "fresh, an extract";
    environment.out << fmt::format("{:<32}{:>9}  {:<10}  {:>5}  {}\n", copy.source,
                                   copy.there ? std::to_string(copy.entries) : "-",
                                   copy.there ? copy.date : "-",
                                   copy.there ? std::to_string(copy.age_days) + " d" : "-", state);
    if (copy.there && !copy.why.empty()) line(environment, "    ", copy.why);
    if (one.last_attempt && one.last_attempt->outcome == "failed")
      line(environment, "    ",
           "last update failed, " + one.last_attempt->at + ": " + one.last_attempt->message);
  }
  if (json) print_json({{"registers", std::move(list)}}, code, environment);
}

namespace {

// An address is on a line of its own, however long: it can be copied.
void print_update(const UpdateOutcome& one, Environment& environment) {
  const std::string message = printable(one.message), indent(4, ' ');
  std::string first = padded(one.source, 32) + padded(to_string(one.result), 13);
  for (std::size_t at = 0; at < message.size();) {
    const std::size_t scheme = message.find("://", at);
    const std::size_t url =
        scheme == std::string::npos ? message.size() : std::max(message.rfind(' ', scheme) + 1, at);
    const std::size_t end = std::min(message.find(' ', url), message.size());
    if (url > at || at == 0)
      environment.out << wrapped(first, message.substr(at, url - at), environment.width);
    std::string address = message.substr(url, end - url);
    while (address.ends_with(':') || address.ends_with(';') || address.ends_with(','))
      address.pop_back();
    if (!address.empty()) environment.out << indent << address << "\n";
    at = end + 1;
    first = indent;
  }
}

}  // namespace

void print_updates(const std::vector<UpdateOutcome>& all, bool json, ExitCode code,
                   Environment& environment) {
  Json list = Json::array();
  for (const UpdateOutcome& one : all) {
    if (json)
      list.push_back({{"register", one.source},
                      {"outcome", to_string(one.result)},
                      {"message", one.message},
                      {"entries", one.entries},
                      {"sha256", one.sha256}});
    else
      print_update(one, environment);
  }
  if (!json && all.empty())
    environment.out << "nothing is due: every copy is younger than its refresh interval\n";
  if (json) print_json({{"registers", std::move(list)}}, code, environment);
}

void print_search(const SearchResult& result, bool json, ExitCode code, Environment& environment) {
  if (json) return print_json(search_json(result), code, environment);
  for (const RegisterFound& one : result.found) {
    line(environment, "FOUND  ",
         one.source->title + "  [" + one.source->id + ", by " + one.by + "]");
    line(environment, "  ", age_in_words(one.answer.copy));
    for (const RegisterEntry& entry : one.answer.entries) print_entry(entry, environment);
    line(environment, "  means  ", one.source->means + ".");
    line(environment, "  does not mean  ", one.source->does_not_mean + ".");
  }
  for (const NearName& near : result.near.hits) print_near("NEAR", near, environment);
  if (result.near.nearest && result.found.empty())
    print_near("NEAREST, NOT A MATCH", *result.near.nearest, environment);
  for (const CopyState& copy : result.without)
    line(environment, "NOT IN  ", copy.title + "  [" + copy.source + "], " + age_in_words(copy));
  for (const LookUp& one : result.unknown)
    line(environment, "UNKNOWN  ", one.copy.title + "  [" + one.copy.source + "]: " + one.why);
}

}  // namespace verilot
