#include <nlohmann/json.hpp>

#include "waivers/waiver.h"

namespace verilot {

namespace {

using Json = nlohmann::json;

Json day_json(const WaiverDay& day) {
  return Json::array({to_string(Date{day.day, day.day}), day.zone});
}

WaiverDay day_in(const Json& json) {
  const auto date = parse_date(json.at(0).get<std::string>());
  if (!date) throw WaiverRefused("the store: a waiver has a day that does not exist");
  return {date->last, json.at(1).get<std::string>()};
}

WaiverEvent event_in(const Json& json) {
  const std::string word = json.at("event").get<std::string>();
  WaiverEvent event;
  for (const auto kind : {WaiverEvent::Kind::requested, WaiverEvent::Kind::reviewed,
                          WaiverEvent::Kind::approved, WaiverEvent::Kind::revoked})
    if (to_string(kind) == word) event.kind = kind;
  event.act = {json.at("who").get<std::string>(), json.at("at").get<std::string>(),
               json.at("why").get<std::string>()};
  return event;
}

}  // namespace

std::string waiver_record(const Waiver& waiver) {
  Json history = Json::array();
  for (const WaiverEvent& event : waiver.history)
    history.push_back({{"event", to_string(event.kind)},
                       {"who", event.act.who},
                       {"at", event.act.at},
                       {"why", event.act.why}});
  const Json json = {{"id", waiver.id},
                     {"item", waiver.item},
                     {"rule", waiver.rule},
                     {"subject", waiver.subject},
                     {"evidence", waiver.evidence},
                     {"outcome", to_string(waiver.outcome)},
                     {"message", waiver.message},
                     {"from", waiver.term.from ? day_json(*waiver.term.from) : Json(nullptr)},
                     {"until", day_json(waiver.term.until)},
                     {"history", history}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Waiver read_waiver(const std::string& record) {
  try {
    const Json json = Json::parse(record);
    Waiver waiver;
    for (const auto& [key, to] :
         {std::pair("id", &waiver.id), std::pair("item", &waiver.item),
          std::pair("rule", &waiver.rule), std::pair("subject", &waiver.subject),
          std::pair("evidence", &waiver.evidence), std::pair("message", &waiver.message)})
      *to = json.at(key).get<std::string>();
    waiver.outcome =
        json.at("outcome").get<std::string>() == "fail" ? Outcome::fail : Outcome::unverified;
    if (!json.at("from").is_null()) waiver.term.from = day_in(json.at("from"));
    waiver.term.until = day_in(json.at("until"));
    for (const Json& event : json.at("history")) waiver.history.push_back(event_in(event));
    if (waiver.history.empty()) throw WaiverRefused("the store: a waiver has no history");
    return waiver;
  } catch (const Json::exception&) {
    throw WaiverRefused("the store: a waiver is damaged");
  }
}

}  // namespace verilot
