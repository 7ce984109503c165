#include "cel/extents.h"

#include <algorithm>
#include <array>

#include "cel/optional.h"

namespace verilot::cel {
namespace {

constexpr double kScalarText = 1'400;  // of a double with 1,000 digits behind the point
constexpr double kMaxRange = 100'000;  // of lists.range()

std::shared_ptr<const Extent> shared(Extent extent) {
  return std::make_shared<const Extent>(std::move(extent));
}

Extent holding(Extent value) { return {0, shared(std::move(value)), {}}; }

template <std::size_t size>
bool is_one_of(const std::array<std::string_view, size>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// Functions whose result is no larger than their first argument.
constexpr std::array<std::string_view, 12> kNoLarger = {
    "bytes", "charAt", "distinct",  "dyn",  "lowerAscii", "reverse",
    "slice", "sort",   "substring", "trim", "upperAscii", "base64.decode"};

}  // namespace

Extent Extent::list(double elements, Extent element) {
  return {elements, shared(std::move(element)), {}};
}

bool is_unbounded(const Extent& extent) { return extent.size == kUnbounded; }

Extent joined(const Extent& a, const Extent& b) {
  Extent all = a;
  all.size = std::max(a.size, b.size);
  all.objects.insert(b.objects.begin(), b.objects.end());
  if (a.element == nullptr) {
    all.element = b.element;
  } else if (b.element != nullptr && a.element != b.element) {
    all.element = shared(joined(*a.element, *b.element));
  }
  return all;
}

Extent element_of(const Extent& extent) {
  if (extent.element != nullptr) return *extent.element;
  return is_unbounded(extent) ? extent : Extent{};
}

Extent extent_of(const Value& value) {
  Extent extent;
  if (value.kind() == Value::Kind::text) extent.size = static_cast<double>(value.as_text().size());
  if (value.kind() == Value::Kind::bytes)
    extent.size = static_cast<double>(value.as_bytes().size());
  Extent element;
  if (value.kind() == Value::Kind::list) {
    const List& list = value.as_list();
    extent.size = static_cast<double>(list.size());
    for (std::size_t i = 0; i < list.size(); ++i) element = joined(element, extent_of(list.at(i)));
    extent.element = shared(std::move(element));
  } else if (value.kind() == Value::Kind::map) {
    const Map& map = value.as_map();
    extent.size = static_cast<double>(map.size());
    for (const Value& key : map.keys()) {
      element = joined(element, extent_of(key));
      if (const std::optional<Value> entry = map.find(key))
        element = joined(element, extent_of(*entry));
    }
    extent.element = shared(std::move(element));
  }
  return extent;
}

Extent Extents::field(const Extent& object, std::string_view name) const {
  Extent all;
  for (const std::string& type : object.objects) {
    const auto fields = sizes_.objects.find(type);
    if (fields == sizes_.objects.end()) return {kUnbounded, nullptr, {}};
    const auto found = fields->second.find(name);
    if (found != fields->second.end()) all = joined(all, found->second);
  }
  if (object.element != nullptr) {
    all = joined(all, *object.element);
    // A field of what an optional holds is an optional itself.
    if (!object.element->objects.empty()) all = joined(all, holding(field(*object.element, name)));
  }
  return is_unbounded(object) ? object : all;
}

Extent Extents::range(const Extent& extent) const {
  Extent all = extent;
  for (const std::string& type : extent.objects) {
    const auto fields = sizes_.objects.find(type);
    if (fields == sizes_.objects.end()) return {kUnbounded, nullptr, {}};
    all.size = std::max(all.size, static_cast<double>(fields->second.size()));
    Extent entry = element_of(all);
    for (const auto& [name, field] : fields->second) {
      entry = joined(entry, joined(field, Extent::text(static_cast<double>(name.size()))));
    }
    all.element = shared(std::move(entry));
  }
  return all;
}

double Extents::values(const Extent& extent) const {
  if (is_unbounded(extent)) return kUnbounded;
  double count = visible_values({extent.size, nullptr, {}});
  if (extent.element != nullptr) count += std::max(extent.size, 1.0) * values(*extent.element);
  for (const std::string& type : extent.objects) {
    const auto [known, first] = values_of_objects_.try_emplace(type, kUnbounded);
    const auto fields = sizes_.objects.find(type);
    if (first && fields != sizes_.objects.end()) {
      double all = 0;
      for (const auto& [name, field] : fields->second) all += values(field);
      values_of_objects_[type] = all;
    }
    count += values_of_objects_[type];
  }
  return count;
}

double Extents::visible_values(const Extent& extent) const {
  if (is_unbounded(extent)) return kUnbounded;
  if (extent.element == nullptr) return 1;
  return 1 + std::max(extent.size, 1.0) * visible_values(*extent.element);
}

double Extents::written(const Extent& extent) const {
  const double size = values(extent);
  double longest = kScalarText + sizes_.text;
  for (const Extent* part = &extent; part != nullptr; part = part->element.get()) {
    longest = std::max(longest, kScalarText + part->size);
  }
  return size * 2 * (longest + 4);
}

Extent Extents::flattened(const Extent& list) const {
  Extent all{visible_values(list), nullptr, {}};
  Extent element = element_of(list);
  for (Extent part = element; part.element != nullptr; part = Extent(*part.element)) {
    element = joined(element, *part.element);
  }
  all.element = shared(std::move(element));
  return all;
}

Extent Extents::of_type(const Type& type) const {
  switch (type.kind) {
    case Type::Kind::text:
    case Type::Kind::bytes:
      return Extent::text(sizes_.text);
    case Type::Kind::dyn:
    case Type::Kind::parameter:
    case Type::Kind::list:
    case Type::Kind::map:
    case Type::Kind::object:
      return {kUnbounded, nullptr, {}};
    default:
      return {};
  }
}

Extent Extents::result(const Function& function, const Expr& call,
                       const std::vector<Extent>& arguments) const {
  const bool text = function.result.kind == Type::Kind::text;
  const std::string& name = function.name;
  const Extent first = arguments.empty() ? Extent{} : arguments[0];
  const auto second = [&] { return arguments.size() > 1 ? arguments[1] : Extent{}; };
  if (call.op == Operator::add) {
    Extent sum = joined(first, second());
    sum.size = first.size + second().size;
    return sum;
  }
  if (is_one_of(kNoLarger, name)) return first;
  if (name == "value") return element_of(first);
  if (name == "optional.unwrap" || name == "unwrapOpt")
    return Extent::list(first.size, element_of(element_of(first)));
  if (name == "string") return Extent::text(std::max(first.size, kScalarText));
  if (name == "or") return joined(first, second());
  if (name == "orValue") return joined(element_of(first), second());
  if (name == "optional.of" || name == "optional.ofNonZeroValue") return holding(first);
  if (name == "first" || name == "last") return holding(element_of(first));
  if (name == "flatten") return flattened(first);
  if (name.starts_with("math.")) return {};
  return text || name == "split" || name == "lists.range" ? made(name, call, arguments)
                                                          : of_type(function.result);
}

// What is larger than its arguments.
Extent Extents::made(const std::string& function, const Expr& call,
                     const std::vector<Extent>& arguments) const {
  if (arguments.empty()) return Extent::text(sizes_.text);
  const double first = arguments[0].size;
  const auto size_of = [&](std::size_t i) {
    return i < arguments.size() ? arguments[i].size : 0.0;
  };
  if (function == "split") return Extent::list(first + 1, Extent::text(first));
  if (function == "replace") return Extent::text(first + (first + 1) * size_of(2));
  if (function == "strings.quote") return Extent::text(2 * first + 2);
  if (function == "base64.encode") return Extent::text(2 * first + 4);
  if (function == "join")
    return Extent::text(times(first, element_of(arguments[0]).size + size_of(1)));
  if (function == "format")
    return Extent::text(first +
                        times(std::min(first, size_of(1)), written(element_of(arguments[1]))));
  if (function == "lists.range") {
    const Expr& size = *call.args[0];
    const bool constant =
        size.kind == Expr::Kind::literal && size.value.kind() == Value::Kind::integer;
    const double wanted = constant ? static_cast<double>(size.value.as_integer()) : kMaxRange;
    return Extent::list(std::clamp(wanted, 0.0, kMaxRange), {});
  }
  return Extent::text(sizes_.text);
}

}  // namespace verilot::cel
