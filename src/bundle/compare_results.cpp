#include "bundle/compare_results.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

namespace verilot {

namespace {

using Json = nlohmann::json;
using Words = std::map<std::string, std::string>;  // by finding: "fail, high"

constexpr std::size_t kMostStored = std::size_t{64} << 20;

Words words_in(const std::string& text) {
  const Json json = parse_bundled(text, "the result");
  Words words;
  for (const Json& dossier : json.at("dossiers")) {
    for (const Json& finding : dossier.at("findings")) {
      std::string word = finding.at("outcome").get<std::string>() + ", " +
                         finding.at("severity").get<std::string>();
      if (finding.at("advisory").get<bool>()) word += ", advisory";
      std::string& known = words[finding.at("id").get<std::string>()];
      known += known.empty() ? word : " and " + word;
    }
    for (const Json& verdict : dossier.at("verdicts"))
      words["verdict of " + verdict.at("pack").get<std::string>()] =
          verdict.at("verdict").get<std::string>();
  }
  return words;
}

std::string at(const Words& words, const std::string& key) {
  const auto found = words.find(key);
  return found == words.end() ? "nothing" : found->second;
}

std::size_t first_difference(const std::string& a, const std::string& b) {
  const auto [one, other] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return static_cast<std::size_t>(one - a.begin());
}

}  // namespace

std::vector<OutcomeDifference> differences_of(const std::string& item, const std::string& stored,
                                              const std::string& derived) {
  if (stored == derived) return {};
  Words was;
  try {
    if (stored.size() > kMostStored) throw BundleFault("too long");
    was = words_in(stored);
  } catch (const std::exception&) {
    return {{item, "", "no result", "a result"}};
  }
  const Words is = words_in(derived);
  Words all = was;
  all.insert(is.begin(), is.end());
  std::vector<OutcomeDifference> differences;
  for (const auto& [key, unused] : all)
    if (at(was, key) != at(is, key)) differences.push_back({item, key, at(was, key), at(is, key)});
  if (differences.empty())
    differences.push_back(
        {item, "", "the same outcomes in other words",
         "other from byte " + std::to_string(first_difference(stored, derived) + 1)});
  return differences;
}

std::size_t outcomes_in(const std::string& stored) {
  if (stored.size() > kMostStored) return 0;
  try {
    std::size_t count = 0;
    const Json json = parse_bundled(stored, "the result");
    for (const Json& dossier : json.at("dossiers")) count += dossier.at("findings").size();
    return count;
  } catch (const std::exception&) {
    return 0;
  }
}

}  // namespace verilot
