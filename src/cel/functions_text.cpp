#include <re2/re2.h>

#include "cel/functions.h"
#include "cel/patterns.h"
#include "cel/utf8.h"

namespace verilot::cel {
namespace {

using Kind = Type::Kind;
using Arguments = std::span<const Value>;

Value size_number(std::size_t size) { return Value::integer(static_cast<std::int64_t>(size)); }

Value size_of_text(Arguments a) { return size_number(count_code_points(a[0].as_text())); }
Value size_of_bytes(Arguments a) { return size_number(a[0].as_bytes().size()); }
Value size_of_map(Arguments a) {
  const Map& map = a[0].as_map();
  return map.unread() == nullptr ? size_number(map.size()) : Value::unknown(*map.unread());
}

Value size_of_list(Arguments a) {
  const List& list = a[0].as_list();
  return list.rest() == nullptr ? size_number(list.size()) : Value::unknown(*list.rest());
}

Value contains(Arguments a) {
  return Value::boolean(a[0].as_text().find(a[1].as_text()) != std::string::npos);
}
Value starts_with(Arguments a) {
  return Value::boolean(a[0].as_text().starts_with(a[1].as_text()));
}
Value ends_with(Arguments a) { return Value::boolean(a[0].as_text().ends_with(a[1].as_text())); }
Value matches_text(Arguments a) { return matches(a[0].as_text(), a[1].as_text()); }

void add_size(FunctionRegistry& registry, const Type& type, Value (*call)(Arguments)) {
  for (const bool receiver_style : {false, true}) {
    registry.add({.name = "size",
                  .receiver_style = receiver_style,
                  .parameters = {type},
                  .result = Type::of(Kind::integer),
                  .call = call,
                  .shallow = true});
  }
}

}  // namespace

Value matches(const std::string& text, const std::string& pattern) {
  const Pattern compiled = compile_pattern(pattern);
  if (!compiled.regex) return Value::error("no regular expression: " + compiled.fault);
  return Value::boolean(RE2::PartialMatch(text, *compiled.regex));
}

void add_text_functions(FunctionRegistry& registry) {
  add_size(registry, Type::of(Kind::text), size_of_text);
  add_size(registry, Type::of(Kind::bytes), size_of_bytes);
  add_size(registry, Type::list({Kind::parameter, "A", {}}), size_of_list);
  add_size(registry, Type::map({Kind::parameter, "A", {}}, {Kind::parameter, "B", {}}),
           size_of_map);
  const std::vector<Type> two_texts = {Type::of(Kind::text), Type::of(Kind::text)};
  const Type boolean = Type::of(Kind::boolean);
  registry.add({.name = "contains",
                .receiver_style = true,
                .parameters = two_texts,
                .result = boolean,
                .call = contains});
  registry.add({.name = "startsWith",
                .receiver_style = true,
                .parameters = two_texts,
                .result = boolean,
                .call = starts_with});
  registry.add({.name = "endsWith",
                .receiver_style = true,
                .parameters = two_texts,
                .result = boolean,
                .call = ends_with});
  for (const bool receiver_style : {false, true}) {
    registry.add({.name = "matches",
                  .receiver_style = receiver_style,
                  .parameters = two_texts,
                  .result = boolean,
                  .call = matches_text,
                  .charge = Charge::pattern});
  }
}

}  // namespace verilot::cel
