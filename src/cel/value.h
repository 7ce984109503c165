// cel: the values an expression works with, unknown and error among them.
//
//   Value v = Value::integer(42);
//   if (v.is_unknown()) for (const Missing& m : v.missing()) ...
//
// A value is cheap to copy: containers, strings and missing sets are shared and immutable.
// Containers are interfaces, so that a caller's own data can be read in place, without a copy.
//
// Units:  timestamps and durations are nanoseconds, as in google.protobuf; int is 64 bit.
// Errors: an accessor of another kind than kind() is a programming error (assert).
// Source: the CEL language definition; unknowns as in docs/rule-language.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace verilot::cel {

class Value;

// One thing that was not known while an expression ran. Ordered by path, then reason.
struct Missing {
  std::string path;    // the first absent key of the longest existing prefix: "lots[0].expiry"
  std::string asked;   // the full path the expression asked for
  std::string reason;  // "not stated", "page 2 of coa.pdf was not read"

  friend auto operator<=>(const Missing&, const Missing&) = default;
};
using MissingSet = std::vector<Missing>;  // sorted, without duplicates

class List {
 public:
  virtual ~List() = default;
  virtual std::size_t size() const = 0;           // the elements that were read
  virtual Value at(std::size_t index) const = 0;  // index < size()
  // What stands for the further elements of an incomplete list; nullptr where it is complete.
  virtual const MissingSet* rest() const { return nullptr; }
  // An index past the end: an error on a list the expression made, unknown on evidence.
  virtual Value past_end(std::size_t index) const;
};

class Map {
 public:
  virtual ~Map() = default;
  virtual std::size_t size() const = 0;
  virtual std::vector<Value> keys() const = 0;
  // The value under `key`; absent where there is none. Numbers compare across types (1u == 1.0).
  virtual std::optional<Value> find(const Value& key) const = 0;
  // What reading an absent key gives: an error on a map the expression made, unknown on evidence.
  virtual Value absent(const Value& key) const;
  // What is missing where it is not known which keys there are; nullptr where it is.
  virtual const MissingSet* unread() const { return nullptr; }
};

// A type of the embedding program (a quantity, a calendar date) that operators may compare.
class Opaque {
 public:
  virtual ~Opaque() = default;
  virtual std::string_view type_name() const = 0;
  // Each returns bool, unknown (the operands cannot be told apart) or an error.
  virtual Value equals(const Opaque& other) const = 0;
  virtual Value less(const Opaque& other) const = 0;
  virtual Value less_or_equal(const Opaque& other) const = 0;
  virtual std::string to_string() const = 0;
};

using ListPtr = std::shared_ptr<const List>;
using MapPtr = std::shared_ptr<const Map>;
using OpaquePtr = std::shared_ptr<const Opaque>;

struct Bytes {
  std::string octets;
};
struct Timestamp {
  std::int64_t seconds = 0;  // since 1970-01-01T00:00:00Z
  std::int32_t nanos = 0;    // 0 to 999,999,999
  friend auto operator<=>(const Timestamp&, const Timestamp&) = default;
};
struct Duration {
  std::int64_t nanos = 0;
  friend auto operator<=>(const Duration&, const Duration&) = default;
};
struct TypeName {
  std::string name;  // "int", "google.protobuf.Timestamp"
};

class Value {
 public:
  enum class Kind {
    unknown,
    error,
    null,
    boolean,
    integer,
    unsigned_integer,
    real,
    text,
    bytes,
    list,
    map,
    type,
    timestamp,
    duration,
    opaque,
  };

  static Value unknown(MissingSet missing);
  static Value unknown(Missing missing);
  static Value error(std::string message);
  static Value null();
  // A null that evidence states ("there is none"): selecting a part of it is null again.
  static Value stated_null();
  static Value boolean(bool);
  static Value integer(std::int64_t);
  static Value unsigned_integer(std::uint64_t);
  static Value real(double);
  static Value text(std::string);
  static Value bytes(std::string octets);
  static Value list(ListPtr);
  static Value list(std::vector<Value> elements);
  static Value map(MapPtr);
  static Value map(std::vector<std::pair<Value, Value>> entries);  // keys are distinct
  static Value type(std::string name);
  static Value timestamp(Timestamp);
  static Value duration(Duration);
  static Value opaque(OpaquePtr);

  Kind kind() const;
  bool is_unknown() const { return kind() == Kind::unknown; }
  bool is_error() const { return kind() == Kind::error; }
  bool is_null() const { return kind() == Kind::null; }
  bool is_stated_null() const;
  bool is_true() const;   // the boolean true
  bool is_false() const;  // the boolean false

  const MissingSet& missing() const;         // of an unknown
  const std::string& error_message() const;  // of an error
  bool as_boolean() const;
  std::int64_t as_integer() const;
  std::uint64_t as_unsigned() const;
  double as_real() const;
  const std::string& as_text() const;
  const std::string& as_bytes() const;
  const List& as_list() const;
  const Map& as_map() const;
  const std::string& as_type_name() const;
  Timestamp as_timestamp() const;
  Duration as_duration() const;
  const Opaque& as_opaque() const;

 private:
  struct NullTag {
    bool stated = false;
  };
  struct ErrorTag {
    std::shared_ptr<const std::string> message;
  };
  struct UnknownTag {
    std::shared_ptr<const MissingSet> missing;
  };
  using Storage =
      std::variant<UnknownTag, ErrorTag, NullTag, bool, std::int64_t, std::uint64_t, double,
                   std::shared_ptr<const std::string>, std::shared_ptr<const Bytes>, ListPtr,
                   MapPtr, std::shared_ptr<const TypeName>, Timestamp, Duration, OpaquePtr>;
  explicit Value(Storage storage) : storage_(std::move(storage)) {}
  Storage storage_;
};

// CEL equality: numbers on one line, other types differ, containers element by element. The
// result is boolean, unknown or error.
Value equals(const Value& a, const Value& b);

// "int", "list", "google.protobuf.Timestamp", an opaque's own name.
std::string type_name(const Value&);

// As a person would write it: "text", [1, 2], 3u, unknown(path), for messages and `eval`.
std::string to_display(const Value&);

// What an unknown names at most; further names change no value.
constexpr std::size_t kMaxMissing = 100;

// The union of two sorted missing sets, of that the first kMaxMissing.
MissingSet merged(const MissingSet& a, const MissingSet& b);

}  // namespace verilot::cel
