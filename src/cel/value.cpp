#include "cel/value.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <utility>

#include "cel/containers.h"

namespace verilot::cel {

Value List::past_end(std::size_t index) const {
  if (const MissingSet* unread = rest()) return Value::unknown(*unread);
  return Value::error("index out of range: " + std::to_string(index) + " of a list of " +
                      std::to_string(size()));
}

Value Map::absent(const Value& key) const {
  return Value::error("no such key: " + to_display(key));
}

Value Value::unknown(MissingSet missing) {
  std::ranges::sort(missing);
  missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
  return Value(UnknownTag{std::make_shared<const MissingSet>(std::move(missing))});
}

Value Value::unknown(Missing missing) { return unknown(MissingSet{std::move(missing)}); }

Value Value::error(std::string message) {
  return Value(ErrorTag{std::make_shared<const std::string>(std::move(message))});
}

Value Value::null() { return Value(NullTag{false}); }
Value Value::stated_null() { return Value(NullTag{true}); }
Value Value::boolean(bool value) { return Value(Storage(value)); }
Value Value::integer(std::int64_t value) { return Value(Storage(value)); }
Value Value::unsigned_integer(std::uint64_t value) { return Value(Storage(value)); }
Value Value::real(double value) { return Value(Storage(value)); }

Value Value::text(std::string value) {
  return Value(Storage(std::make_shared<const std::string>(std::move(value))));
}

Value Value::bytes(std::string octets) {
  return Value(Storage(std::make_shared<const Bytes>(Bytes{std::move(octets)})));
}

Value Value::list(ListPtr list) { return Value(Storage(std::move(list))); }

Value Value::list(std::vector<Value> elements) {
  return list(ListPtr(std::make_shared<const ElementsList>(std::move(elements))));
}

Value Value::map(MapPtr map) { return Value(Storage(std::move(map))); }

Value Value::map(std::vector<std::pair<Value, Value>> entries) {
  return map(MapPtr(std::make_shared<const EntriesMap>(std::move(entries))));
}

Value Value::type(std::string name) {
  return Value(Storage(std::make_shared<const TypeName>(TypeName{std::move(name)})));
}

Value Value::timestamp(Timestamp value) { return Value(Storage(value)); }
Value Value::duration(Duration value) { return Value(Storage(value)); }
Value Value::opaque(OpaquePtr value) { return Value(Storage(std::move(value))); }

Value::Kind Value::kind() const { return static_cast<Kind>(storage_.index()); }

bool Value::is_stated_null() const {
  const NullTag* null = std::get_if<NullTag>(&storage_);
  return null != nullptr && null->stated;
}

bool Value::is_true() const { return kind() == Kind::boolean && as_boolean(); }
bool Value::is_false() const { return kind() == Kind::boolean && !as_boolean(); }

const MissingSet& Value::missing() const {
  assert(is_unknown());
  return *std::get<UnknownTag>(storage_).missing;
}

const std::string& Value::error_message() const {
  assert(is_error());
  return *std::get<ErrorTag>(storage_).message;
}

bool Value::as_boolean() const { return std::get<bool>(storage_); }
std::int64_t Value::as_integer() const { return std::get<std::int64_t>(storage_); }
std::uint64_t Value::as_unsigned() const { return std::get<std::uint64_t>(storage_); }
double Value::as_real() const { return std::get<double>(storage_); }

const std::string& Value::as_text() const {
  return *std::get<std::shared_ptr<const std::string>>(storage_);
}

const std::string& Value::as_bytes() const {
  return std::get<std::shared_ptr<const Bytes>>(storage_)->octets;
}

const List& Value::as_list() const { return *std::get<ListPtr>(storage_); }
const Map& Value::as_map() const { return *std::get<MapPtr>(storage_); }

const std::string& Value::as_type_name() const {
  return std::get<std::shared_ptr<const TypeName>>(storage_)->name;
}

Timestamp Value::as_timestamp() const { return std::get<Timestamp>(storage_); }
Duration Value::as_duration() const { return std::get<Duration>(storage_); }
const Opaque& Value::as_opaque() const { return *std::get<OpaquePtr>(storage_); }

std::string type_name(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::unknown:
      return "unknown";
    case Value::Kind::error:
      return "error";
    case Value::Kind::null:
      return "null_type";
    case Value::Kind::boolean:
      return "bool";
    case Value::Kind::integer:
      return "int";
    case Value::Kind::unsigned_integer:
      return "uint";
    case Value::Kind::real:
      return "double";
    case Value::Kind::text:
      return "string";
    case Value::Kind::bytes:
      return "bytes";
    case Value::Kind::list:
      return "list";
    case Value::Kind::map:
      return "map";
    case Value::Kind::type:
      return "type";
    case Value::Kind::timestamp:
      return "google.protobuf.Timestamp";
    case Value::Kind::duration:
      return "google.protobuf.Duration";
    case Value::Kind::opaque:
      return std::string(value.as_opaque().type_name());
  }
  return "unknown";
}

MissingSet merged(const MissingSet& a, const MissingSet& b) {
  MissingSet out;
  out.reserve(std::min(a.size() + b.size(), kMaxMissing));
  for (auto x = a.begin(), y = b.begin();
       out.size() < kMaxMissing && (x != a.end() || y != b.end());) {
    const bool first = y == b.end() || (x != a.end() && *x <= *y);
    const bool both = first && y != b.end() && x != a.end() && *x == *y;
    out.push_back(first ? *x++ : *y);
    if (!first || both) ++y;
  }
  return out;
}

}  // namespace verilot::cel
