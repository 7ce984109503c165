#include "packs/schema_loader.h"

#include <charconv>

#include "yaml/yaml.h"

namespace verilot {

namespace {

struct SimpleType {
  std::string_view word;
  FieldKind kind;
};

constexpr SimpleType kSimpleTypes[] = {
    {"text", FieldKind::text},         {"boolean", FieldKind::boolean},
    {"integer", FieldKind::integer},   {"number", FieldKind::number},
    {"quantity", FieldKind::quantity}, {"date", FieldKind::date},
    {"document", FieldKind::document}, {"expiry_date", FieldKind::expiry_date},
};

// "choice(tissue)" with word "choice" gives "tissue"; "" when the text is of another form.
std::string argument_of(const std::string& text, const std::string& word) {
  const bool fits = text.size() > word.size() + 2 &&
                    text.compare(0, word.size() + 1, word + "(") == 0 && text.back() == ')';
  return fits ? text.substr(word.size() + 1, text.size() - word.size() - 2) : "";
}

// The kind of a type that is no list; sets `name` for choices and objects.
FieldKind element_kind(const std::string& text, std::string& name) {
  for (const SimpleType& simple : kSimpleTypes)
    if (simple.word == text) return simple.kind;
  if (const std::string choice = argument_of(text, "choice"); !choice.empty()) {
    name = choice;
    return FieldKind::choice;
  }
  name = text;
  return FieldKind::object;
}

class SchemaReader {
 public:
  SchemaReader(Schema& schema, Problems& problems) : schema_(schema), problems_(problems) {}

  void read(const YamlNode& root) {
    refuse_unknown_keys(root,
                        {"version", "root", "no_value", "names_nothing", "same_names", "max_items",
                         "max_bytes", "types", "enumerations"},
                        problems_);
    schema_.version = text_member(root, "version", problems_);
    schema_.root = text_member(root, "root", problems_);
    schema_.no_value = text_list_member(root, "no_value", problems_);
    if (root.find("names_nothing") != nullptr)
      schema_.names_nothing = text_list_member(root, "names_nothing", problems_);
    if (const YamlNode* same = root.find("same_names"); same != nullptr && same->is_map())
      for (const std::string& name : same->keys)
        schema_.same_names[name] = text_list_member(*same, name, problems_);
    schema_.max_items = limit_member(root, "max_items", schema_.max_items);
    schema_.max_bytes = limit_member(root, "max_bytes", schema_.max_bytes);
    if (const YamlNode* enumerations = root.find("enumerations"))
      for (std::size_t i = 0; i < enumerations->keys.size(); ++i)
        read_enumeration(enumerations->keys[i], enumerations->items[i]);
    if (const YamlNode* types = root.find("types"))
      for (std::size_t i = 0; i < types->keys.size(); ++i)
        read_type(types->keys[i], types->items[i]);
    for (const auto& [name, where] : named_types_)
      if (schema_.type(name) == nullptr) problem(where, "type '" + name + "' is not defined");
    close(root);
  }

 private:
  // Whoever reads the schema follows its names without looking: none leads nowhere, whatever the
  // file says. What a fault leaves of a field is a text.
  void close(const YamlNode& root) {
    if (schema_.type(schema_.root) == nullptr) {
      problem(root.where, "`root:` must name one of the types, '" + schema_.root + "' is none");
      schema_.types.emplace(schema_.root, ObjectType{schema_.root, "", {}});
    }
    for (auto& [name, type] : schema_.types)
      for (Field& field : type.fields) {
        FieldKind& kind = field.kind == FieldKind::list ? field.element : field.kind;
        const bool object = kind == FieldKind::object && schema_.type(field.type) == nullptr;
        const bool choice = kind == FieldKind::choice && schema_.enumeration(field.type) == nullptr;
        if (!object && !choice) continue;
        kind = FieldKind::text;
        field.type.clear();
      }
  }

  void problem(const SourceLocation& where, std::string message) {
    problems_.push_back({ProblemLevel::error, where, std::move(message)});
  }

  void read_enumeration(const std::string& name, const YamlNode& node) {
    refuse_unknown_keys(node, {"meaning", "values"}, problems_);
    Enumeration enumeration{name, text_member(node, "meaning", problems_), {}};
    const YamlNode* values = node.find("values");
    if (values == nullptr || !values->is_map()) {
      problem(node.where, "an enumeration needs `values:`, a map");
      return;
    }
    for (std::size_t i = 0; i < values->keys.size(); ++i) {
      const YamlNode& value = values->items[i];
      Choice choice{values->keys[i], "", {}};
      if (value.is_scalar()) {
        choice.meaning = value.text;
      } else {
        refuse_unknown_keys(value, {"meaning", "synonyms"}, problems_);
        choice.meaning = text_member(value, "meaning", problems_);
        choice.synonyms = text_list_member(value, "synonyms", problems_);
      }
      enumeration.choices.push_back(std::move(choice));
    }
    schema_.enumerations.emplace(name, std::move(enumeration));
  }

  void read_type(const std::string& name, const YamlNode& node) {
    refuse_unknown_keys(node, {"meaning", "fields"}, problems_);
    ObjectType type{name, text_member(node, "meaning", problems_), {}};
    const YamlNode* fields = node.find("fields");
    if (fields == nullptr || !fields->is_map()) {
      problem(node.where, "a type needs `fields:`, a map");
      return;
    }
    for (std::size_t i = 0; i < fields->keys.size(); ++i)
      type.fields.push_back(read_field(fields->keys[i], fields->items[i]));
    schema_.types.emplace(name, std::move(type));
  }

  Field read_field(const std::string& name, const YamlNode& node) {
    refuse_unknown_keys(node,
                        {"type", "meaning", "names", "always", "derived", "max_items", "max_bytes"},
                        problems_);
    Field field;
    field.name = name;
    field.meaning = text_member(node, "meaning", problems_);
    field.names = text_member(node, "names", problems_);
    if (const YamlNode* always = node.find("always");
        always != nullptr && !is_boolean(*always, field.always))
      problem(always->where, "'always' must be true or false");
    field.filled_by = text_member(node, "derived", problems_);
    field.derived = !field.filled_by.empty();
    const std::string type = text_member(node, "type", problems_);
    if (const std::string element = argument_of(type, "list"); !element.empty()) {
      field.kind = FieldKind::list;
      field.element = element_kind(element, field.type);
      check_named(field.element, field.type, node.where);
    } else {
      field.kind = element_kind(type, field.type);
      check_named(field.kind, field.type, node.where);
    }
    read_limits(node, field);
    return field;
  }

  void read_limits(const YamlNode& node, Field& field) {
    const bool list = field.kind == FieldKind::list;
    const bool text = (list ? field.element : field.kind) == FieldKind::text;
    if (node.find("max_items") != nullptr && !list)
      problem(node.where, "`max_items:` is of a list");
    if (node.find("max_bytes") != nullptr && !text)
      problem(node.where, "`max_bytes:` is of a text or a list of texts");
    if (list) field.max_items = limit_member(node, "max_items", schema_.max_items);
    if (text) field.max_bytes = limit_member(node, "max_bytes", schema_.max_bytes);
    if ((list ? field.element : field.kind) == FieldKind::document)
      field.max_bytes = schema_.max_bytes;
  }
  std::size_t limit_member(const YamlNode& node, const std::string& key, std::size_t otherwise) {
    if (node.find(key) == nullptr) return otherwise;
    const std::string text = text_member(node, key, problems_);
    std::size_t limit = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), limit);
    if (fault == std::errc{} && end == text.data() + text.size() && limit > 0) return limit;
    problem(node.find(key)->where, "`" + key + ":` is a whole number above 0");
    return otherwise;
  }

  void check_named(FieldKind kind, const std::string& name, const SourceLocation& where) {
    if (kind == FieldKind::object) named_types_.emplace_back(name, where);
    if (kind == FieldKind::choice && schema_.enumeration(name) == nullptr)
      problem(where, "enumeration '" + name + "' is not defined");
  }

  Schema& schema_;
  Problems& problems_;
  std::vector<std::pair<std::string, SourceLocation>> named_types_;
};

}  // namespace

Schema load_schema(const std::filesystem::path& file, Problems& problems) {
  Schema schema;
  const LoadedYaml loaded = load_file(file.string(), file.string());
  problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
  SchemaReader(schema, problems).read(loaded.root);
  return schema;
}

}  // namespace verilot
