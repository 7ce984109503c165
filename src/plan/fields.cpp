#include "plan/fields.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace verilot::plan {
bool TextTable::same(const Entry& entry, std::string_view text) {
  return std::memcmp(entry.text, text.data(), text.size()) == 0;
}

// Small tables are built again until no two keys have the same place: a search is then one look,
// which a processor foresees.
void TextTable::add(std::string_view text, std::uint32_t number) {
  constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15u;
  constexpr std::size_t kSmall = 64;
  constexpr int kTries = 16;
  added_.push_back({ShortText::copied(text), number, text.data() == nullptr ? "" : text.data()});
  const std::size_t buckets = std::bit_ceil(2 * added_.size() + 2);
  if (added_.size() > kSmall && buckets == entries_.size()) {
    insert(added_.back());
    return;
  }
  build(buckets, kGolden);
  for (int i = 1; i < kTries && longest_ > 1 && added_.size() <= kSmall; ++i)
    build(i % 4 == 0 ? entries_.size() * 2 : entries_.size(),
          kGolden * static_cast<std::uint64_t>(2 * i + 1));
}

void TextTable::build(std::size_t buckets, std::uint64_t multiplier) {
  entries_.assign(buckets, {});
  mask_ = buckets - 1;
  shift_ = 64 - std::countr_zero(buckets);
  multiplier_ = multiplier;
  longest_ = 1;
  for (const Entry& entry : added_) insert(entry);
}

void TextTable::insert(const Entry& entry) {
  std::size_t at = entry.key.hash(multiplier_) >> shift_;
  std::size_t looks = 1;
  for (; entries_[at].text != nullptr; at = (at + 1) & mask_) ++looks;
  entries_[at] = entry;
  longest_ = std::max(longest_, looks);
}

std::uint16_t Symbols::add(std::string_view text) {
  const auto known = static_cast<std::uint16_t>(table_.find(ShortText::copied(text), text, 0));
  if (known != 0 || size_ >= kMost) return known;
  table_.add(text, static_cast<std::uint32_t>(++size_));
  return static_cast<std::uint16_t>(size_);
}

Fields::Fields() {
  tables_.emplace_back();
  add(kNone, 0);
}

FieldId Fields::add(FieldId parent, TableId table) {
  Field field;
  field.parent = parent;
  field.table = table;
  field.column = tables_[table].columns++;
  fields_.push_back(std::move(field));
  return static_cast<FieldId>(fields_.size() - 1);
}

FieldId Fields::member(FieldId object, std::string_view key) {
  const FieldId known = fields_[object].keys.find(ShortText::copied(key), key, kNone);
  if (known != kNone) return known;
  const FieldId id = add(object, fields_[object].table);
  fields_[object].children.push_back(id);
  fields_[id].name = keys_.emplace_back(key);
  fields_[object].keys.add(fields_[id].name, id);
  return id;
}

FieldId Fields::element(FieldId list) {
  if (fields_[list].elements != kNone) return tables_[fields_[list].elements].element;
  const auto table = static_cast<TableId>(tables_.size());
  tables_.push_back({.parent = fields_[list].table, .list = list});
  tables_[fields_[list].table].lists.push_back(list);
  fields_[list].elements = table;
  tables_[table].element = add(kNone, table);
  return tables_[table].element;
}

void Fields::finish() {
  for (FieldId id = 0; id < fields_.size(); ++id) {
    const std::uint32_t column = fields_[id].column;
    for (FieldId up = fields_[id].parent; up != kNone; up = fields_[up].parent) {
      fields_[up].below.push_back(column);
    }
  }
  for (Field& field : fields_) {
    field.has_children = !field.children.empty();
    field.has_below = !field.below.empty();
    field.has_symbols = field.symbols.size() > 0;
  }
}

}  // namespace verilot::plan
