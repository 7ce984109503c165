#include "vetting/hit_decisions.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "digest/digest.h"
#include "registry/files.h"

namespace verilot {

namespace fs = std::filesystem;

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kHitDigits = 12;

std::string written(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json to_json(const HitDecision& decision) {
  return {{"hit", decision.hit},         {"decision", to_string(decision.kind)},
          {"by", decision.by},           {"on", decision.on},
          {"because", decision.because}, {"party", decision.party},
          {"entry", decision.entry},     {"source", decision.source}};
}

// It names a file.
bool is_hit(const std::string& text) {
  return text.size() == kHitDigits &&
         text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

HitDecision decision_in(const Json& json) {
  HitDecision decision;
  const std::string kind = json.at("decision").get<std::string>();
  if (kind != "cleared" && kind != "confirmed")
    throw std::runtime_error("no decision '" + kind + "'");
  decision.kind = kind == "cleared" ? HitDecision::Kind::cleared : HitDecision::Kind::confirmed;
  for (const auto& [key, to] :
       {std::pair("hit", &decision.hit), std::pair("by", &decision.by),
        std::pair("on", &decision.on), std::pair("because", &decision.because),
        std::pair("party", &decision.party), std::pair("entry", &decision.entry),
        std::pair("source", &decision.source)})
    *to = json.at(key).get<std::string>();
  if (!is_hit(decision.hit)) throw std::runtime_error("no hit '" + decision.hit + "'");
  return decision;
}

}  // namespace

std::string to_string(HitDecision::Kind kind) {
  return kind == HitDecision::Kind::cleared ? "cleared" : "confirmed";
}

std::string hit_of(const Party& party, const std::string& source, const RegisterEntry& entry) {
  Json both = {party.name,      party.country, party.address, party.numbers, source,
               entry.key,       entry.name,    entry.aliases, entry.status,  entry.identifiers,
               entry.addresses, entry.country, entry.dates,   entry.details};
  if (!party.other_names.empty()) both.push_back(party.other_names);
  return sha256_of({written(both)}).substr(0, kHitDigits);
}

HitDecisions::HitDecisions(const std::string& state) : folder_(state + "/hits") {
  std::error_code none;
  std::vector<std::string> names;
  for (const auto& file : fs::directory_iterator(folder_, none))
    if (file.path().extension() == ".json") names.push_back(file.path().filename().string());
  std::ranges::sort(names);
  for (const std::string& name : names) read(folder_ + "/" + name);
}

void HitDecisions::read(const std::string& path) {
  try {
    std::ifstream in(path, std::ios::binary);
    const HitDecision decision = decision_in(Json::parse(in));
    by_hit_[decision.hit].push_back(decision);
  } catch (const std::exception& fault) {
    problems_.push_back({ProblemLevel::error, in_file(path),
                         "is no record of a decision about a near name, and counts for nothing: " +
                             std::string(fault.what())});
  }
}

const HitDecision* HitDecisions::find(const std::string& hit) const {
  const auto found = by_hit_.find(hit);
  return found == by_hit_.end() ? nullptr : &found->second.back();
}

std::vector<HitDecision> HitDecisions::all() const {
  std::vector<HitDecision> all;
  for (const auto& [hit, decisions] : by_hit_)
    all.insert(all.end(), decisions.begin(), decisions.end());
  return all;
}

void HitDecisions::add(const HitDecision& decision) {
  if (!is_hit(decision.hit)) throw std::invalid_argument("no hit '" + decision.hit + "'");
  make_folder(folder_);
  const auto file = [&](int number) {
    return folder_ + "/" + decision.hit + "-" + std::to_string(number) + ".json";
  };
  const std::string beside = folder_ + "/" + decision.hit + "." + std::to_string(getpid());
  write_atomically(beside, written(to_json(decision)) + "\n");
  std::error_code error;
  int number = 1000;  // four digits sort by time
  do {
    // Two that decide at once both have a record.
    fs::create_hard_link(beside, file(number++), error);
  } while (error == std::errc::file_exists);
  fs::remove(beside);
  if (error) throw WriteError(file(number - 1), error.value(), false);
  by_hit_[decision.hit].push_back(decision);
}

}  // namespace verilot
