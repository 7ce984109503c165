#include "plan/json_view.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "plan/projection.h"

namespace verilot::plan {
namespace {

using cel::Value;

std::string text_at(const Record& record, std::uint32_t i) {
  std::string text;
  unescape(record.raw_text(i), text);
  return text;
}

Value not_stated(std::string path) {
  return Value::unknown(cel::Missing{path, path, "not stated"});
}

std::string step(const std::string& path, const std::string& key) {
  return path.empty() ? key : path + "." + key;
}

class ObjectView final : public cel::Map {
 public:
  ObjectView(const Record& record, std::uint32_t i, std::string path)
      : record_(record), begin_(i), path_(std::move(path)) {}

  std::size_t size() const override { return names().size(); }

  std::vector<Value> keys() const override {
    std::vector<Value> keys;
    for (std::string& name : names()) keys.push_back(Value::text(std::move(name)));
    return keys;
  }

  std::optional<Value> find(const Value& key) const override {
    if (key.kind() != Value::Kind::text) return std::nullopt;
    const std::uint32_t found = find_text(key.as_text());
    if (found == 0) return std::nullopt;
    return view_of(record_, found, step(path_, key.as_text()));
  }

  Value absent(const Value& key) const override {
    return not_stated(
        step(path_, key.kind() == Value::Kind::text ? key.as_text() : cel::to_display(key)));
  }

  // Where the value under the key begins, of several the last; 0 for none.
  std::uint32_t find_text(std::string_view key) const {
    std::uint32_t found = 0;
    each_member([&](std::uint32_t i) {
      const std::string_view raw = record_.raw_text(i);
      const bool plain = !record_.has_escapes() || raw.find('\\') == std::string_view::npos;
      if (plain ? raw == key : text_at(record_, i) == key) found = i + 2;
    });
    return found;
  }

 private:
  template <typename Visit>
  void each_member(const Visit& visit) const {
    std::uint32_t i = begin_ + 1;
    while (record_.at(i) == '"') {
      visit(i);
      i = record_.skip(i + 2);
      if (record_.at(i) == ',') ++i;
    }
  }

  // In the order of their first mention.
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    each_member([&](std::uint32_t i) { names.push_back(text_at(record_, i)); });
    std::vector<std::string> sorted = names;
    std::ranges::sort(sorted);
    if (std::ranges::adjacent_find(sorted) == sorted.end()) return names;
    std::vector<std::string> once;
    for (const std::string& name : names) {
      if (std::ranges::find(once, name) == once.end()) once.push_back(name);
    }
    return once;
  }

  const Record& record_;
  std::uint32_t begin_;
  std::string path_;
};

class ListView final : public cel::List {
 public:
  ListView(const Record& record, std::uint32_t i, std::string path)
      : record_(record), path_(std::move(path)) {
    for (++i; record_.at(i) != ']';) {
      elements_.push_back(i);
      i = record_.skip(i);
      if (record_.at(i) == ',') ++i;
    }
  }

  std::size_t size() const override { return elements_.size(); }
  Value at(std::size_t index) const override {
    return view_of(record_, elements_[index], element_path(index));
  }
  Value past_end(std::size_t index) const override { return not_stated(element_path(index)); }

 private:
  std::string element_path(std::size_t index) const {
    return path_ + "[" + std::to_string(index) + "]";
  }

  const Record& record_;
  std::string path_;
  std::vector<std::uint32_t> elements_;
};

Value number_view(const Record& record, std::uint32_t i) {
  const char* text = record.place(i);
  const Cell cell = number_cell(text, number_end(text));
  return cell.tag == Tag::integer ? Value::integer(cell.integer) : Value::real(cell.real);
}

}  // namespace

Value view_of(const Record& record, std::uint32_t i, std::string path) {
  switch (record.at(i)) {
    case '{':
      return Value::map(
          cel::MapPtr(std::make_shared<const ObjectView>(record, i, std::move(path))));
    case '[':
      return Value::list(
          cel::ListPtr(std::make_shared<const ListView>(record, i, std::move(path))));
    case '"':
      return Value::text(text_at(record, i));
    case 't':
      return Value::boolean(true);
    case 'f':
      return Value::boolean(false);
    case 'n':
      return Value::null();
    default:
      return number_view(record, i);
  }
}

std::optional<Value> RecordActivation::find(std::string_view name) const {
  const ObjectView root(record_, 0, "");
  const std::uint32_t found = root.find_text(name);
  if (found == 0) return not_stated(std::string(name));
  return view_of(record_, found, std::string(name));
}

}  // namespace verilot::plan
