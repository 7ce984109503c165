#include "packs/domain_values.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace verilot {

namespace {

using cel::Type;
using cel::Value;

Value three_valued(std::optional<bool> known, const std::string& a, const std::string& b) {
  if (known) return Value::boolean(*known);
  return Value::unknown(
      cel::Missing{a + " against " + b, a + " against " + b, "cannot be compared as printed"});
}

template <typename T>
class Compared : public cel::Opaque {
 public:
  using Order = std::optional<bool> (*)(const T&, const T&);
  struct Orders {
    Order less, less_or_equal, equal;
  };
  Compared(T value, std::string_view type, std::string text, Orders orders)
      : value_(std::move(value)), type_(type), text_(std::move(text)), orders_(orders) {}

  std::string_view type_name() const override { return type_; }
  std::string to_string() const override { return text_; }
  const T& value() const { return value_; }

  Value equals(const Opaque& other) const override {
    return apply(orders_.equal, other, Value::boolean(false));
  }
  Value less(const Opaque& other) const override {
    return apply(orders_.less, other, mismatch(other));
  }
  Value less_or_equal(const Opaque& other) const override {
    return apply(orders_.less_or_equal, other, mismatch(other));
  }

  // Called for both sides of every comparison.
  virtual void met(const T&) const {}

 private:
  Value mismatch(const Opaque& other) const {
    return Value::error("a " + std::string(type_) + " does not compare with a " +
                        std::string(other.type_name()));
  }
  Value apply(Order order, const Opaque& other, Value otherwise) const {
    const auto* same = dynamic_cast<const Compared*>(&other);
    if (same == nullptr) return otherwise;
    met(same->value_);
    same->met(value_);
    return three_valued(order(value_, same->value_), text_, same->text_);
  }

  T value_;
  std::string_view type_;
  std::string text_;
  Orders orders_;
};

// The day that judges. A comparison with a date turns on its first day, on the day after it, and
// on the same of its last day.
class Clock final : public Compared<Date> {
 public:
  Clock(Date day, ClockWatch& watch)
      : Compared(day, kDateType, verilot::to_string(day), Orders{&before, &before_or_same, &same}),
        watch_(watch) {}

  // Whatever else is made of it may change with the next day.
  void used() const { watch_.note(value().last + std::chrono::days(1)); }

 private:
  void met(const Date& other) const override {
    for (const auto day : {other.first, other.first + std::chrono::days(1), other.last,
                           other.last + std::chrono::days(1)})
      if (day > value().last) watch_.note(day);
  }

  ClockWatch& watch_;
};

// The date of an argument of a function other than a comparison.
const Date& date_of(const Value& value) {
  if (const auto* clock = dynamic_cast<const Clock*>(&value.as_opaque())) clock->used();
  return *as_date(value);
}

Type text_type() { return Type::of(Type::Kind::text); }
Type integer_type() { return Type::of(Type::Kind::integer); }

Date shifted_days(const Date& date, std::int64_t days) {
  return {date.first + std::chrono::days(days), date.last + std::chrono::days(days)};
}

// The same day of a later month; the last day where that month is shorter.
std::chrono::sys_days shifted_months(std::chrono::sys_days from, std::int64_t months) {
  const std::chrono::year_month_day d(from);
  const auto target = d.year() / d.month() + std::chrono::months(months);
  const auto moved = target / d.day();
  return moved.ok() ? std::chrono::sys_days{moved}
                    : std::chrono::sys_days{target / std::chrono::last};
}

constexpr std::int64_t kMaxShift = 1'000'000;

Value plus_days(std::span<const Value> arguments) {
  const std::int64_t days = arguments[1].as_integer();
  if (days > kMaxShift || days < -kMaxShift) return Value::error("more days than a calendar holds");
  return date_value(shifted_days(date_of(arguments[0]), days));
}

Value plus_months(std::span<const Value> arguments) {
  const std::int64_t months = arguments[1].as_integer();
  if (months > kMaxShift / 31 || months < -kMaxShift / 31)
    return Value::error("more months than a calendar holds");
  const Date& date = date_of(arguments[0]);
  return date_value({shifted_months(date.first, months), shifted_months(date.last, months)});
}

Value days_between(std::span<const Value> arguments) {
  const Date& from = date_of(arguments[0]);
  const Date& to = date_of(arguments[1]);
  if (!from.exact() || !to.exact())
    return three_valued(std::nullopt, to_string(from), to_string(to));
  return Value::integer((to.first - from.first).count());
}

Value parse_date_value(std::span<const Value> arguments) {
  const std::optional<Date> date = parse_date(arguments[0].as_text());
  if (!date) return Value::error("'" + arguments[0].as_text() + "' is not a date that exists");
  return date_value(*date);
}

// Letters and digits in lower case, without the legal form of a company.
std::string name_key(const std::string& name) {
  std::vector<std::string> words(1);
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || byte >= 0x80) {
      words.back() += static_cast<char>(std::tolower(byte));
    } else if (c != '.' && c != '\'' && !words.back().empty()) {
      words.emplace_back();
    }
  }
  constexpr std::array<std::string_view, 12> kForms = {
      "ltd", "limited", "llc", "inc", "gmbh", "sl", "sa", "plc", "co", "corp", "corporation", "bv"};
  std::string key;
  for (const std::string& word : words)
    if (std::find(kForms.begin(), kForms.end(), word) == kForms.end()) key += word;
  return key;
}

// A stated none has no name: it is similar to nothing.
Value similar(std::span<const Value> arguments) {
  if (arguments[0].kind() != Value::Kind::text || arguments[1].kind() != Value::Kind::text)
    return Value::boolean(false);
  return Value::boolean(same_name(arguments[0].as_text(), arguments[1].as_text()));
}

bool upper(Bound bound) { return bound == Bound::below || bound == Bound::at_most; }
bool lower(Bound bound) { return bound == Bound::above || bound == Bound::at_least; }

// What is known of a product of two amounts that are not negative.
std::optional<Bound> product_bound(Bound a, Bound b) {
  if (a == b || b == Bound::exact) return a;
  if (a == Bound::exact) return b;
  if (upper(a) && upper(b)) return Bound::at_most;
  if (lower(a) && lower(b)) return Bound::at_least;
  return std::nullopt;
}

// 90 EU/mL in 5 mL is 450 EU.
std::optional<Quantity> contained(const Quantity& per_volume, const Quantity& volume,
                                  const UnitTable& units) {
  constexpr std::string_view kPerMillilitre = "/mL";
  const std::string& ucum = per_volume.unit.ucum;
  if (!ucum.ends_with(kPerMillilitre) || volume.unit.unit_class != "volume") return std::nullopt;
  const std::optional<Unit> unit = units.find(ucum.substr(0, ucum.size() - kPerMillilitre.size()));
  const std::optional<Bound> bound = product_bound(per_volume.bound, volume.bound);
  if (!unit || !bound) return std::nullopt;
  return Quantity{per_volume.printed + " x " + volume.printed, *bound,
                  per_volume.value * volume.value * volume.unit.factor, unit->ucum, *unit};
}

bool same_measure(const Quantity& a, const Quantity& b) {
  return !a.unit.unit_class.empty() && a.unit.unit_class == b.unit.unit_class;
}

}  // namespace

Value quantity_value(Quantity quantity) {
  std::string text = quantity.printed;
  return Value::opaque(std::make_shared<Compared<Quantity>>(
      std::move(quantity), kQuantityType, std::move(text),
      Compared<Quantity>::Orders{&less, &less_or_equal, &equal}));
}

Value date_value(Date date) {
  return Value::opaque(std::make_shared<Compared<Date>>(
      date, kDateType, to_string(date), Compared<Date>::Orders{&before, &before_or_same, &same}));
}

Value clock_value(Date as_of, ClockWatch& watch) {
  return Value::opaque(std::make_shared<Clock>(as_of, watch));
}

bool same_name(const std::string& a, const std::string& b) {
  const std::string key = name_key(a);
  return !key.empty() && key == name_key(b);
}

const Quantity* as_quantity(const Value& value) {
  if (value.kind() != Value::Kind::opaque) return nullptr;
  const auto* held = dynamic_cast<const Compared<Quantity>*>(&value.as_opaque());
  return held == nullptr ? nullptr : &held->value();
}

const Date* as_date(const Value& value) {
  if (value.kind() != Value::Kind::opaque) return nullptr;
  const auto* held = dynamic_cast<const Compared<Date>*>(&value.as_opaque());
  return held == nullptr ? nullptr : &held->value();
}

void add_domain_functions(cel::FunctionRegistry& registry, const UnitTable& units) {
  const Type quantity = Type::opaque(std::string(kQuantityType));
  const Type date = Type::opaque(std::string(kDateType));
  registry.add(
      {"quantity", false, {text_type()}, quantity, [units](std::span<const Value> arguments) {
         const std::optional<Quantity> parsed = parse_quantity(arguments[0].as_text(), units);
         if (!parsed) return Value::error("'" + arguments[0].as_text() + "' is no quantity");
         return quantity_value(*parsed);
       }});
  registry.add({"contained_in",
                false,
                {quantity, quantity},
                quantity,
                [units](std::span<const Value> arguments) {
                  const Quantity& a = *as_quantity(arguments[0]);
                  const Quantity& b = *as_quantity(arguments[1]);
                  if (auto product = contained(a, b, units)) return quantity_value(*product);
                  return three_valued(std::nullopt, a.printed, b.printed);
                }});
  registry.add({"same_measure",
                false,
                {quantity, quantity},
                Type::of(Type::Kind::boolean),
                [](std::span<const Value> arguments) {
                  return Value::boolean(
                      same_measure(*as_quantity(arguments[0]), *as_quantity(arguments[1])));
                }});
  registry.add({"date", false, {text_type()}, date, parse_date_value});
  registry.add({"plus_days", true, {date, integer_type()}, date, plus_days});
  registry.add({"plus_months", true, {date, integer_type()}, date, plus_months});
  registry.add({"days_between", false, {date, date}, integer_type(), days_between});
  registry.add(
      {"similar", false, {Type::dyn(), Type::dyn()}, Type::of(Type::Kind::boolean), similar});
}

}  // namespace verilot
