#include "trials/edits.h"

#include <algorithm>
#include <chrono>

#include "model/date.h"

namespace verilot {

namespace {

using cel::Expr;
using cel::Loop;
using cel::Operator;
using cel::Span;
using cel::Value;

std::size_t end_of(const Span& span) { return span.offset + span.length; }
Span from_to(std::size_t begin, std::size_t end) { return {begin, end - begin}; }

bool is_relation(Operator op) { return op >= Operator::equal && op <= Operator::greater_or_equal; }
bool is_arithmetic(Operator op) { return op >= Operator::add && op <= Operator::negate; }
bool is_logical(const Expr& node) {
  return node.kind == Expr::Kind::logical_and || node.kind == Expr::Kind::logical_or;
}
bool is_null(const Expr& node) {
  return node.kind == Expr::Kind::literal && node.value.kind() == Value::Kind::null;
}

// The operator next to the limit, and the opposite.
std::vector<std::string> other_relations(Operator op) {
  switch (op) {
    case Operator::equal:
      return {"!="};
    case Operator::not_equal:
      return {"=="};
    case Operator::less:
      return {"<=", ">="};
    case Operator::less_or_equal:
      return {"<", ">"};
    case Operator::greater:
      return {">=", "<="};
    default:
      return {">", "<"};
  }
}

std::vector<std::string> other_loops(Loop loop) {
  switch (loop) {
    case Loop::all:
      return {"exists"};
    case Loop::exists:
      return {"all"};
    case Loop::exists_one:
      return {"exists"};
    default:
      return {};
  }
}

class Edits {
 public:
  explicit Edits(const cel::Program& program) : text_(program.text()), root_(program.root()) {}

  std::vector<Edit> all() {
    condition(root_);
    visit(root_, nullptr);
    std::stable_sort(edits_.begin(), edits_.end(),
                     [](const Edit& a, const Edit& b) { return a.at.offset < b.at.offset; });
    return std::move(edits_);
  }

 private:
  void add(Span at, std::string instead, Span shown) {
    edits_.push_back({at, std::move(instead), shown});
  }

  void visit(const Expr& node, const Expr* parent) {
    if (is_relation(node.op)) relation(node);
    if (is_logical(node)) joins(node);
    if (node.op == Operator::logical_not) add({node.span.offset, 1}, "", node.span);
    if (node.kind == Expr::Kind::conditional) condition(*node.args[0]);
    if (node.kind == Expr::Kind::loop) loop(node);
    if (node.kind == Expr::Kind::list) members(node);
    if (node.kind == Expr::Kind::literal && parent != nullptr) limit(node, *parent);
    for (const cel::ExprPtr& part : node.args) visit(*part, &node);
  }

  void relation(const Expr& node) {
    for (std::string& other : other_relations(node.op)) add(node.at, std::move(other), node.span);
    if (!is_null(*node.args[0]) && !is_null(*node.args[1])) return;
    add(node.span, node.op == Operator::equal ? "false" : "true", node.span);
  }

  void joins(const Expr& node) {
    const bool is_and = node.kind == Expr::Kind::logical_and;
    for (std::size_t i = 0; i < node.args.size(); ++i) {
      condition(*node.args[i]);
      if (i == 0) continue;
      const Span &left = node.args[i - 1]->span, &right = node.args[i]->span;
      const std::size_t at = text_.find(is_and ? "&&" : "||", end_of(left));
      if (at != std::string::npos && at < right.offset)
        add({at, 2}, is_and ? "||" : "&&", from_to(left.offset, end_of(right)));
    }
  }

  // A part that holds or does not, to be negated; what has an operator of its own has its edits.
  void condition(const Expr& node) {
    if (is_logical(node) || node.kind == Expr::Kind::literal) return;
    if (node.op == Operator::logical_not) return;
    if (is_relation(node.op)) return;
    add(node.span, "!(" + std::string(cel::text_of(text_, node)) + ")", node.span);
  }

  void loop(const Expr& node) {
    const bool decides = !other_loops(node.loop).empty();
    if (decides || node.filtered || node.loop == Loop::filter) condition(*node.args[1]);
    for (std::string& other : other_loops(node.loop)) add(node.at, std::move(other), node.span);
  }

  void members(const Expr& node) {
    const std::size_t count = node.args.size();
    for (std::size_t i = 0; i < count && count > 1; ++i) {
      const bool last = i + 1 == count;
      const std::size_t begin = last ? end_of(node.args[i - 1]->span) : node.args[i]->span.offset;
      const std::size_t end = last ? end_of(node.args[i]->span) : node.args[i + 1]->span.offset;
      add(from_to(begin, end), "", node.span);
    }
  }

  void limit(const Expr& node, const Expr& parent) {
    const std::string written(cel::text_of(text_, node));
    const bool counts = is_relation(parent.op) || is_arithmetic(parent.op) ||
                        (parent.kind == Expr::Kind::call && parent.op == Operator::none);
    for (const int step : {-1, 1}) {
      if (node.value.kind() == Value::Kind::integer && counts)
        add(node.span, std::to_string(node.value.as_integer() + step), parent.span);
      if (node.value.kind() == Value::Kind::real && counts) put(node, parent, written, step);
      if (node.value.kind() == Value::Kind::text && parent.kind == Expr::Kind::call)
        named_limit(node, parent, step);
    }
  }
  void put(const Expr& node, const Expr& parent, const std::string& printed, int step) {
    if (const auto other = stepped_amount(printed, step)) add(node.span, *other, parent.span);
  }

  // quantity("0.5 EU/mL"), date("2023-06-08")
  void named_limit(const Expr& node, const Expr& parent, int step) {
    const std::string& text = node.value.as_text();
    std::optional<std::string> other;
    if (parent.name == "quantity") other = stepped_amount(text, step);
    if (parent.name == "date") other = stepped_date(text, step);
    const char quote = text_[end_of(node.span) - 1];
    if (other) add(node.span, quote + *other + quote, parent.span);
  }

  const std::string& text_;
  const Expr& root_;
  std::vector<Edit> edits_;
};

// Digits as a whole number, one more or less.
std::optional<std::string> stepped_digits(std::string digits, int step) {
  const char last = step > 0 ? '9' : '0', first = step > 0 ? '0' : '9';
  std::size_t at = digits.size();
  while (at > 0 && digits[at - 1] == last) digits[--at] = first;
  if (at == 0) return step > 0 ? std::optional("1" + digits) : std::nullopt;
  digits[at - 1] = static_cast<char>(digits[at - 1] + step);
  return digits;
}

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank || (!line.empty() && line.back() != ' ')) line += blank ? ' ' : c;
  }
  return line;
}

// `middle` stays in sight.
std::string cut(const std::string& line, std::size_t middle, std::size_t width) {
  if (line.size() <= width) return line;
  const std::size_t room = width - 6;
  std::size_t begin = middle > room / 2 ? middle - room / 2 : 0;
  begin = std::min(begin, line.size() - room);
  const auto inside = [&](std::size_t at) {
    return at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0) == 0x80;
  };
  std::size_t end = begin + room;
  while (inside(begin)) ++begin;
  while (inside(end)) ++end;
  return (begin > 0 ? "..." : "") + line.substr(begin, end - begin) +
         (end < line.size() ? "..." : "");
}

}  // namespace

std::vector<Edit> edits_of(const cel::Program& program) { return Edits(program).all(); }

std::string edited(const std::string& text, const Edit& edit) {
  return text.substr(0, edit.at.offset) + edit.instead + text.substr(end_of(edit.at));
}

ShownEdit shown(const std::string& text, const Edit& edit, std::size_t width) {
  const std::string before = text.substr(edit.shown.offset, edit.at.offset - edit.shown.offset);
  const std::string after = text.substr(end_of(edit.at), end_of(edit.shown) - end_of(edit.at));
  const std::string was = text.substr(edit.at.offset, edit.at.length);
  const std::size_t middle = one_line(before + "x").size();
  return {cut(one_line(before + was + after), middle, width),
          cut(one_line(before + edit.instead + after), middle, width)};
}

std::optional<std::string> stepped_amount(const std::string& printed, int step) {
  const std::size_t begin = printed.find_first_of("0123456789");
  if (begin == std::string::npos) return std::nullopt;
  const std::size_t end =
      std::min(printed.find_first_not_of("0123456789.,", begin), printed.size());
  std::string digits;
  for (std::size_t i = begin; i < end; ++i)
    if (printed[i] >= '0' && printed[i] <= '9') digits += printed[i];
  const auto other = stepped_digits(digits, step);
  if (!other) return std::nullopt;
  const std::size_t point = printed.substr(0, end).find('.', begin);
  const std::size_t places = point == std::string::npos ? 0 : end - point - 1;
  std::string number = *other;
  while (number.size() > places + 1 && number.front() == '0') number.erase(0, 1);
  if (places > 0) number.insert(number.size() - places, ".");
  return printed.substr(0, begin) + number + printed.substr(end);
}

std::optional<std::string> stepped_date(const std::string& iso, int step) {
  const std::optional<Date> date = parse_date(iso);
  if (!date) return std::nullopt;
  const std::chrono::sys_days next = date->first + std::chrono::days(step);
  if (date->exact()) return to_string(Date{next, next});
  const std::chrono::year_month_day day(date->first);
  if (iso.size() <= 4) return std::to_string(static_cast<int>(day.year()) + step);
  const auto month = day.year() / day.month() + std::chrono::months(step);
  const auto number = static_cast<unsigned>(month.month());
  return std::to_string(static_cast<int>(month.year())) + (number < 10 ? "-0" : "-") +
         std::to_string(number);
}

}  // namespace verilot
