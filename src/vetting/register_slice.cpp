#include "vetting/register_slice.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace verilot {

namespace {

using Json = nlohmann::json;

template <class T>
Json list_of(const std::vector<T>& from);

// A number that names no value of the kind is damage, never a value.
template <class E>
E one_of(const Json& json, E last) {
  if (json.is_number_unsigned() && json.get<std::uint64_t>() <= static_cast<std::uint64_t>(last))
    return static_cast<E>(json.get<std::uint64_t>());
  throw std::runtime_error("no such value: " + json.dump().substr(0, 40));
}

Json to_json(const RegisterEntry& entry) {
  return {{"kind", entry.kind},
          {"key", entry.key},
          {"name", entry.name},
          {"aliases", entry.aliases},
          {"numbers", entry.identifiers},
          {"addresses", entry.addresses},
          {"country", entry.country},
          {"status", entry.status},
          {"standing", unsigned(entry.standing)},
          {"dates", entry.dates},
          {"details", entry.details}};
}

RegisterEntry entry_in(const Json& json) {
  RegisterEntry entry;
  entry.kind = json.at("kind").get<std::string>();
  entry.key = json.at("key").get<std::string>();
  entry.name = json.at("name").get<std::string>();
  entry.aliases = json.at("aliases").get<std::vector<std::string>>();
  entry.identifiers = json.at("numbers").get<NamedTexts>();
  entry.addresses = json.at("addresses").get<std::vector<std::string>>();
  entry.country = json.at("country").get<std::string>();
  entry.status = json.at("status").get<std::string>();
  entry.standing = one_of(json.at("standing"), Standing::ended);
  entry.dates = json.at("dates").get<NamedTexts>();
  entry.details = json.at("details").get<NamedTexts>();
  return entry;
}

Json to_json(const Party& party) {
  Json json = {{"path", party.path},       {"name", party.name}, {"country", party.country},
               {"address", party.address}, {"type", party.type}, {"numbers", party.numbers},
               {"by_name", party.by_name}};
  if (!party.other_names.empty()) json["other_names"] = party.other_names;
  return json;
}

Party party_in(const Json& json) {
  return {.path = json.at("path").get<std::string>(),
          .name = json.at("name").get<std::string>(),
          .country = json.at("country").get<std::string>(),
          .address = json.at("address").get<std::string>(),
          .type = json.at("type").get<std::string>(),
          .numbers = json.at("numbers").get<NamedTexts>(),
          .by_name = json.at("by_name").get<bool>(),
          .other_names = json.value("other_names", std::vector<std::string>())};
}

Json to_json(const NearEntry& near) {
  return {{"hit", near.hit},
          {"name", near.name},
          {"entry", to_json(near.entry)},
          {"cleared", near.cleared},
          {"confirmed", near.confirmed}};
}

NearEntry near_in(const Json& json) {
  return {.hit = json.at("hit").get<std::string>(),
          .name = json.at("name").get<std::string>(),
          .entry = entry_in(json.at("entry")),
          .cleared = json.at("cleared").get<std::string>(),
          .confirmed = json.at("confirmed").get<bool>()};
}

Json to_json(const RegisterAnswer& answer) {
  return {{"party", answer.party},
          {"source", answer.source},
          {"title", answer.title},
          {"kind", answer.kind},
          {"numbers", answer.numbers},
          {"by_name", answer.by_name},
          {"issues", answer.issues},
          {"result", unsigned(answer.result)},
          {"why", answer.why},
          {"stale", answer.stale},
          {"entries", list_of(answer.entries)},
          {"near", list_of(answer.near)}};
}

template <class T>
Json list_of(const std::vector<T>& from) {
  Json list = Json::array();
  for (const T& one : from) list.push_back(to_json(one));
  return list;
}

RegisterAnswer answer_in(const Json& json) {
  RegisterAnswer answer;
  answer.party = one_of(json.at("party"), std::size_t{kMaxParties});
  answer.source = json.at("source").get<std::string>();
  answer.title = json.at("title").get<std::string>();
  answer.kind = json.at("kind").get<std::string>();
  answer.numbers = json.at("numbers").get<NamedTexts>();
  answer.by_name = json.at("by_name").get<bool>();
  answer.issues = json.at("issues").get<bool>();
  answer.result = one_of(json.at("result"), LookUp::Result::unknown);
  answer.why = json.at("why").get<std::string>();
  answer.stale = json.at("stale").get<bool>();
  for (const Json& one : json.at("entries")) answer.entries.push_back(entry_in(one));
  for (const Json& one : json.at("near")) answer.near.push_back(near_in(one));
  return answer;
}

bool open_near(const RegisterAnswer& answer) {
  return std::ranges::any_of(
      answer.near, [](const NearEntry& near) { return near.cleared.empty() && !near.confirmed; });
}

}  // namespace

std::string why_out_of_date(const std::string& copy_date) {
  return "the copy of " + copy_date + " is out of date";
}

void grow_old(RegisterSlice& slice, const std::string& source, const std::string& copy_date) {
  for (RegisterAnswer& answer : slice.answers) {
    if (answer.source != source) continue;
    answer.stale = true;
    // Names that a person has to compare come before the age.
    if (!open_near(answer) && answer.why != kManyNear) answer.why = why_out_of_date(copy_date);
    if (answer.result == LookUp::Result::not_found) answer.result = LookUp::Result::unknown;
  }
}

bool rests_on(const RegisterSlice& slice, const std::string& source) {
  return std::ranges::find(slice.answers, source, &RegisterAnswer::source) != slice.answers.end();
}

std::string to_text(const RegisterSlice& slice) {
  const Json json = {{"parties", list_of(slice.parties)},
                     {"more_parties", slice.more_parties},
                     {"answers", list_of(slice.answers)}};
  // What a publisher sends need not be UTF-8.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

RegisterSlice read_slice(const std::string& text) {
  try {
    const Json json = Json::parse(text);
    RegisterSlice slice;
    slice.more_parties = json.at("more_parties").get<bool>();
    for (const Json& one : json.at("parties")) slice.parties.push_back(party_in(one));
    for (const Json& one : json.at("answers")) {
      slice.answers.push_back(answer_in(one));
      if (slice.answers.back().party >= slice.parties.size())
        throw std::runtime_error("an answer without its party");
    }
    return slice;
  } catch (const std::exception& fault) {
    throw std::runtime_error("the kept answers of the registers are damaged: " +
                             std::string(fault.what()));
  }
}

}  // namespace verilot
