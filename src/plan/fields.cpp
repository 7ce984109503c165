#include "plan/fields.h"

#include <bit>
#include <cstring>

namespace verilot::plan {
namespace {

std::uint64_t load(const char* from, std::size_t bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, from, bytes);
  return word;
}

std::size_t bucket_count(std::size_t entries) { return std::bit_ceil(entries * 2 + 2); }

}  // namespace

std::uint32_t text_hash(std::string_view text) {
  const char* begin = text.data();
  const std::size_t size = text.size();
  std::uint64_t mixed = size * 0x9E3779B97F4A7C15u;
  if (size >= 8) {
    mixed ^= load(begin, 8) * 0xC2B2AE3D27D4EB4Fu;
    mixed ^= std::rotl(load(begin + size - 8, 8) * 0x165667B19E3779F9u, 23);
  } else if (size >= 4) {
    mixed ^= (load(begin, 4) | load(begin + size - 4, 4) << 32) * 0xC2B2AE3D27D4EB4Fu;
  } else if (size > 0) {
    const auto byte = [begin](std::size_t i) { return static_cast<unsigned char>(begin[i]); };
    mixed ^= (byte(0) | byte(size / 2) << 8 | byte(size - 1) << 16) * 0xC2B2AE3D27D4EB4Fu;
  }
  return static_cast<std::uint32_t>((mixed * 0x9E3779B97F4A7C15u) >> 32);
}

std::uint16_t Symbols::add(std::string_view text) {
  const std::uint16_t known = find(text);
  if (known != 0 || texts_.size() >= kMost) return known;
  texts_.push_back(text);
  rehash();
  return static_cast<std::uint16_t>(texts_.size());
}

std::uint16_t Symbols::find(std::string_view text) const {
  if (buckets_.empty()) return 0;
  const std::size_t mask = buckets_.size() - 1;
  for (std::size_t at = text_hash(text) & mask; buckets_[at] != 0; at = (at + 1) & mask) {
    const std::string_view candidate = texts_[buckets_[at] - 1u];
    if (candidate == text) return buckets_[at];
  }
  return 0;
}

void Symbols::rehash() {
  const bool grown = buckets_.size() < bucket_count(texts_.size());
  if (grown) buckets_.assign(bucket_count(texts_.size() * 2), 0);
  const std::size_t mask = buckets_.size() - 1;
  for (std::size_t i = grown ? 0 : texts_.size() - 1; i < texts_.size(); ++i) {
    std::size_t at = text_hash(texts_[i]) & mask;
    while (buckets_[at] != 0) at = (at + 1) & mask;
    buckets_[at] = static_cast<std::uint16_t>(i + 1);
  }
}

Fields::Fields() {
  tables_.emplace_back();
  add(kNone, 0, "");
}

FieldId Fields::add(FieldId parent, TableId table, std::string_view key) {
  const auto id = static_cast<FieldId>(fields_.size());
  Field field;
  field.key = key;
  field.parent = parent;
  field.table = table;
  field.column = tables_[table].columns++;
  fields_.push_back(std::move(field));
  return id;
}

FieldId Fields::member(FieldId object, std::string_view key) {
  if (const FieldId known = find(fields_[object], key); known != kNone) return known;
  const FieldId id = add(object, fields_[object].table, key);
  Field& field = fields_[object];
  field.children.push_back(id);
  field.buckets.assign(bucket_count(field.children.size()), kNone);
  for (const FieldId child : field.children) {
    std::size_t at = text_hash(fields_[child].key) & (field.buckets.size() - 1);
    while (field.buckets[at] != kNone) at = (at + 1) & (field.buckets.size() - 1);
    field.buckets[at] = child;
  }
  return id;
}

FieldId Fields::element(FieldId list) {
  if (fields_[list].elements != kNone) return tables_[fields_[list].elements].element;
  const auto table = static_cast<TableId>(tables_.size());
  tables_.push_back({.parent = fields_[list].table});
  tables_[fields_[list].table].lists.push_back(list);
  fields_[list].elements = table;
  tables_[table].element = add(kNone, table, "");
  return tables_[table].element;
}

FieldId Fields::find(const Field& object, std::string_view key) const {
  if (object.buckets.empty()) return kNone;
  const std::size_t mask = object.buckets.size() - 1;
  for (std::size_t at = text_hash(key) & mask; object.buckets[at] != kNone; at = (at + 1) & mask) {
    if (fields_[object.buckets[at]].key == key) return object.buckets[at];
  }
  return kNone;
}

void Fields::finish() {
  for (FieldId id = 0; id < fields_.size(); ++id) {
    const std::uint32_t column = fields_[id].column;
    for (FieldId up = fields_[id].parent; up != kNone; up = fields_[up].parent) {
      fields_[up].below.push_back(column);
    }
  }
}

}  // namespace verilot::plan
