#include "registry/snapshot_store.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "digest/digest.h"

namespace fs = std::filesystem;

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json& map, const char* key) {
  const auto found = map.find(key);
  return found != map.end() && found->is_string() ? found->get<std::string>() : "";
}

std::uint64_t number_of(const Json& map, const char* key) {
  const auto found = map.find(key);
  return found != map.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

Json to_json(const SnapshotPart& part) {
  return {{"file", part.file},       {"name", part.name},
          {"address", part.address}, {"status", unsigned(part.status)},
          {"etag", part.etag},       {"last_modified", part.last_modified},
          {"sha256", part.sha256},   {"none", part.none},
          {"bytes", part.bytes},     {"taken_at", part.taken_at},
          {"date", part.date},       {"source_date", part.source_date}};
}

SnapshotPart part_of(const Json& map, const Snapshot& copy) {
  SnapshotPart part = {.file = text_of(map, "file"),
                       .name = text_of(map, "name"),
                       .address = text_of(map, "address"),
                       .status = static_cast<int>(number_of(map, "status")),
                       .etag = text_of(map, "etag"),
                       .last_modified = text_of(map, "last_modified"),
                       .sha256 = text_of(map, "sha256"),
                       .none = map.value("none", Json(false)) == Json(true),
                       .bytes = number_of(map, "bytes"),
                       .taken_at = text_of(map, "taken_at"),
                       .date = text_of(map, "date"),
                       .source_date = text_of(map, "source_date")};
  // Copies of one day were kept without it, and so was the date of their only file.
  if (!map.contains("source_date")) part.source_date = copy.source_date;
  if (const auto day = parse_date(part.date); !day || !day->exact()) part.date = copy.date;
  return part;
}

// What a publisher sends need not be UTF-8.
std::string written(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

// A source's id comes from a file; it must not lead out of the folder.
bool is_name(const std::string& id) {
  return !id.empty() &&
         id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos;
}

}  // namespace

std::string hash_of_parts(const std::vector<SnapshotPart>& parts) {
  if (parts.size() == 1 && !parts.front().sha256.empty()) return parts.front().sha256;
  std::string list;
  for (const SnapshotPart& part : parts)
    list += part.file + " " + part.name + " " + part.sha256 + "\n";
  return sha256_of({list});
}

std::string oldest_day(const Snapshot& copy) {
  const auto oldest = std::ranges::min_element(copy.parts, {}, &SnapshotPart::date);
  return oldest == copy.parts.end() ? copy.date : oldest->date;
}

const SnapshotPart* find_part(const std::optional<Snapshot>& copy, const std::string& file,
                              const std::string& name) {
  if (!copy) return nullptr;
  for (const SnapshotPart& part : copy->parts)
    if (part.file == file && part.name == name) return &part;
  return nullptr;
}

std::string oldest_source_date(const std::vector<SnapshotPart>& parts) {
  std::string oldest;
  for (const SnapshotPart& part : parts)
    if (!part.source_date.empty() && (oldest.empty() || part.source_date < oldest))
      oldest = part.source_date;
  return oldest;
}

SnapshotStore::SnapshotStore(const std::string& state) : folder_(state + "/registers") {}

std::string SnapshotStore::object_path(const std::string& sha256) const {
  return folder_ + "/objects/" + sha256.substr(0, 2) + "/" + sha256;
}

std::vector<std::string> SnapshotStore::manifest_names(const std::string& source) const {
  std::vector<std::string> names;
  if (!is_name(source)) return names;
  std::error_code none;
  for (const auto& file : fs::directory_iterator(folder_ + "/manifests/" + source, none))
    if (file.path().extension() == ".json") names.push_back(file.path().filename().string());
  std::ranges::sort(names);
  return names;
}

std::optional<Snapshot> SnapshotStore::read(const std::string& source,
                                            const std::string& name) const {
  const MappedFile file(folder_ + "/manifests/" + source + "/" + name);
  const Json map = Json::parse(file.text(), nullptr, false);
  if (!map.is_object() || text_of(map, "source") != source) return std::nullopt;
  Snapshot copy{.source = source,
                .date = text_of(map, "date"),
                .taken_at = text_of(map, "taken_at"),
                .how = text_of(map, "how"),
                .sha256 = text_of(map, "sha256"),
                .source_date = text_of(map, "source_date"),
                .entries = number_of(map, "entries"),
                .complete = map.value("complete", Json(false)) == Json(true),
                .note = text_of(map, "note")};
  if (const auto parts = map.find("parts"); parts != map.end() && parts->is_array())
    for (const Json& part : *parts)
      if (part.is_object()) copy.parts.push_back(part_of(part, copy));
  const auto day = parse_date(copy.date);
  return day && day->exact() && !copy.parts.empty() && hash_of_parts(copy.parts) == copy.sha256
             ? std::optional(std::move(copy))
             : std::nullopt;
}

std::optional<Snapshot> SnapshotStore::latest(const std::string& source) const {
  const std::vector<std::string> names = manifest_names(source);
  for (auto name = names.rbegin(); name != names.rend(); ++name)
    if (auto copy = read(source, *name)) return copy;
  return std::nullopt;
}

std::optional<Snapshot> SnapshotStore::as_of(const std::string& source, const Date& day) const {
  const std::vector<std::string> names = manifest_names(source);
  // A name begins with the day of the copy; '_' comes after every letter of a longer day.
  const std::string limit = to_string(last_day(day)) + "_~";
  const auto after = std::ranges::upper_bound(names, limit);
  for (auto name = after; name != names.begin();)
    if (auto copy = read(source, *--name)) return copy;
  for (auto name = after; name != names.end(); ++name)
    if (auto copy = read(source, *name)) return copy;
  return std::nullopt;
}

std::string SnapshotStore::keep(const std::string& path) {
  std::string sha256;
  {
    const MappedFile file(path);
    if (!file.is_there()) throw WriteError(path, ENOENT, true);
    sha256 = sha256_of({file.text()});
  }
  const std::string place = object_path(sha256);
  const MappedFile there(place);
  if (there.is_there() && sha256_of({there.text()}) == sha256) {
    fs::remove(path);
    return sha256;
  }
  make_folder(fs::path(place).parent_path().string());
  move_into_place(path, place);
  return sha256;
}

void SnapshotStore::add(const Snapshot& copy) {
  if (!is_name(copy.source)) throw std::runtime_error("'" + copy.source + "' is no register");
  Json parts = Json::array();
  for (const SnapshotPart& part : copy.parts) parts.push_back(to_json(part));
  const Json map = {{"source", copy.source},     {"date", copy.date},
                    {"taken_at", copy.taken_at}, {"how", copy.how},
                    {"sha256", copy.sha256},     {"source_date", copy.source_date},
                    {"entries", copy.entries},   {"complete", copy.complete},
                    {"note", copy.note},         {"parts", std::move(parts)}};
  const std::string folder = folder_ + "/manifests/" + copy.source;
  make_folder(folder);
  std::string stamp = copy.taken_at;
  std::erase_if(stamp, [](char c) { return c == ':' || c == '-'; });
  // Two of the same second stay in the order they were made.
  std::size_t turn = 0;
  for (const std::string& name : manifest_names(copy.source))
    if (name.starts_with(copy.date + "_" + stamp)) ++turn;
  const std::string number = (turn < 10 ? "0" : "") + std::to_string(turn);
  write_atomically(folder + "/" + copy.date + "_" + stamp + "_" + number + "_" +
                       copy.sha256.substr(0, 12) + ".json",
                   written(map));
}

void SnapshotStore::note(const std::string& source, const UpdateAttempt& attempt) {
  if (!is_name(source)) return;
  make_folder(folder_ + "/attempts");
  const Json map = {{"at", attempt.at}, {"outcome", attempt.outcome}, {"message", attempt.message}};
  write_atomically(folder_ + "/attempts/" + source + ".json", written(map));
}

std::optional<UpdateAttempt> SnapshotStore::last_attempt(const std::string& source) const {
  if (!is_name(source)) return std::nullopt;
  const MappedFile file(folder_ + "/attempts/" + source + ".json");
  const Json map = Json::parse(file.text(), nullptr, false);
  if (!map.is_object()) return std::nullopt;
  return UpdateAttempt{text_of(map, "at"), text_of(map, "outcome"), text_of(map, "message")};
}

}  // namespace verilot
