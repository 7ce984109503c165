#include "audits/asked_registers.h"

#include <nlohmann/json.hpp>

namespace verilot {

namespace {

using Json = nlohmann::json;

RegisterCopy copy_in(const Json& json) {
  return {json.at("id").get<std::string>(),   json.at("title").get<std::string>(),
          json.at("date").get<std::string>(), json.at("sha256").get<std::string>(),
          json.at("complete").get<bool>(),    json.at("stale").get<bool>()};
}

}  // namespace

AskedRegisters asked_registers(const RunRecord& run) {
  AskedRegisters asked;
  if (run.registers.empty()) return asked;
  try {
    const Json json = Json::parse(run.registers);
    asked.fingerprint = json.at("fingerprint").get<std::string>();
    for (const Json& copy : json.at("copies")) asked.copies.push_back(copy_in(copy));
    return asked;
  } catch (const Json::exception& fault) {
    throw StoreError("the store: which registers run " + std::to_string(run.id) +
                     " asked is damaged, restore a backup: " + fault.what());
  }
}

RegisterSlice kept_slice(Store& store, const ItemState& state) {
  const std::string text = store.content(state.registers);
  try {
    return read_slice(text);
  } catch (const std::runtime_error& fault) {
    throw StoreError("the store: what registers said of " + state.item +
                     " is damaged, restore a backup: " + fault.what());
  }
}

}  // namespace verilot
