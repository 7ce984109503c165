#include "ingest/fact_reader.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "ingest/naming.h"

namespace verilot {

namespace {

constexpr const char* kCut = "the dossier could not be read beyond a fault";

void problem(FactContext& context, const SourceLocation& where, std::string message,
             ProblemLevel level = ProblemLevel::error) {
  context.problems.push_back({level, where, std::move(message)});
}

std::string trimmed(const std::string& text) {
  const auto blank = [](unsigned char c) { return std::isspace(c) != 0; };
  const auto from = std::find_if_not(text.begin(), text.end(), blank);
  const auto to = std::find_if_not(text.rbegin(), text.rend(), blank).base();
  return from < to ? std::string(from, to) : "";
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// Spelling of choices: case, spaces, hyphens and underscores do not count.
std::string folded(const std::string& text) {
  std::string out;
  for (const char c : lower(text))
    if (c != ' ' && c != '-' && c != '_' && c != '\'') out += c;
  return out;
}

const Choice* find_choice(const Enumeration& enumeration, const std::string& text) {
  const std::string wanted = folded(text);
  for (const Choice& choice : enumeration.choices) {
    if (folded(choice.value) == wanted) return &choice;
    for (const std::string& synonym : choice.synonyms)
      if (folded(synonym) == wanted) return &choice;
  }
  return nullptr;
}

std::vector<std::string> choice_values(const Enumeration& enumeration) {
  std::vector<std::string> values;
  for (const Choice& choice : enumeration.choices) values.push_back(choice.value);
  return values;
}

std::string expected(FactContext& context, const Field& field) {
  switch (field.kind) {
    case FieldKind::boolean:
      return "true or false";
    case FieldKind::integer:
      return "a whole number from 0 to 9223372036854775807";
    case FieldKind::number:
      return "a number that is not negative";
    case FieldKind::quantity:
      return "a number with a unit that is not negative, such as \"0.5 EU/mL\"";
    case FieldKind::date:
    case FieldKind::expiry_date:
      return "a date that exists, such as 2026-11-22 or 2026-11";
    case FieldKind::choice: {
      const Enumeration* enumeration = context.schema.enumeration(field.type);
      std::string words;
      for (const std::string& value : choice_values(*enumeration)) {
        if (words.size() > 120) return "one of " + words + ", ...";
        words += (words.empty() ? "" : ", ") + value;
      }
      return "one of " + words;
    }
    case FieldKind::document:
      return "the name of a file in the folder";
    case FieldKind::object:
      return "keys and values";
    case FieldKind::list:
      return "a list";
    case FieldKind::text:
      return "a text";
  }
  return "a text";
}

void unreadable(FactContext& context, NodeId parent, const std::string& key, const Field& field,
                const std::string& text, const SourceLocation& where,
                const std::string& hint = "") {
  const std::string shown = text.size() > 60 ? text.substr(0, 57) + "..." : text;
  problem(context, where,
          "'" + shown + "' does not fit " + field.name + ": expected " + expected(context, field) +
              hint);
  context.builder.add_unknown(parent, key, "unreadable: '" + shown + "'", where);
}

void too_long(FactContext& context, NodeId parent, const std::string& key, const Field& field,
              const SourceLocation& where) {
  const std::string limit = "longer than " + std::to_string(field.max_bytes) + " bytes";
  problem(context, where,
          "the text of " + field.name + " is " + limit +
              " and is not read; state the fact, and name the document that has the text");
  context.builder.add_unknown(parent, key, "a text " + limit, where);
}

void add_choice(FactContext& context, NodeId parent, const std::string& key, const Field& field,
                const std::string& text, const SourceLocation& where) {
  const Enumeration* enumeration = context.schema.enumeration(field.type);
  if (const Choice* choice = find_choice(*enumeration, text)) {
    context.builder.add_text(parent, key, choice->value, where);
  } else {
    unreadable(context, parent, key, field, text, where,
               did_you_mean(lower(text), choice_values(*enumeration)));
  }
}

void add_integer(FactContext& context, NodeId parent, const std::string& key, const Field& field,
                 const std::string& text, const SourceLocation& where) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) {
    unreadable(context, parent, key, field, text, where);
  } else {
    context.builder.add_integer(parent, key, value, where);
  }
}

void add_quantity(FactContext& context, NodeId parent, const std::string& key, const Field& field,
                  const std::string& text, const SourceLocation& where) {
  const std::optional<Quantity> quantity = parse_quantity(text, context.tables.units);
  const bool bare = quantity && quantity->unit_printed.empty();
  if (!quantity || quantity->value.is_negative() || bare != (field.kind == FieldKind::number)) {
    unreadable(context, parent, key, field, text, where);
  } else if (quantity->unit.unit_class.empty()) {
    unreadable(
        context, parent, key, field, text, where,
        "; the unit '" + quantity->unit_printed + "' is in no table of rules/tables/units.yaml");
  } else {
    context.builder.add_quantity(parent, key, *quantity, where);
  }
}

void add_date(FactContext& context, NodeId parent, const std::string& key, const Field& field,
              const std::string& text, const SourceLocation& where) {
  const std::optional<Date> date = parse_date(text);
  if (!date) return unreadable(context, parent, key, field, text, where);
  const bool expiry = field.kind == FieldKind::expiry_date;
  context.builder.add_date(parent, key, expiry ? last_day(*date) : *date, text, where);
}

bool says_nobody_knows(const Schema& schema, const std::string& text) {
  const std::string word = lower(trimmed(text));
  if (word.empty()) return true;
  return std::any_of(schema.no_value.begin(), schema.no_value.end(),
                     [&](const std::string& none) { return lower(none) == word; });
}

bool says_nobody_knows(const Schema& schema, const YamlNode& node) {
  return node.is_scalar() && says_nobody_knows(schema, node.text);
}

// "none" where no choice of the field is called so.
bool says_none(const Schema& schema, const Field& field, const std::string& text) {
  if (lower(trimmed(text)) != "none") return false;
  const Enumeration* enumeration =
      field.kind == FieldKind::choice ? schema.enumeration(field.type) : nullptr;
  return enumeration == nullptr || find_choice(*enumeration, "none") == nullptr;
}

// "There is none": a statement, but not of an element of a list or of what is always something.
void add_none(FactContext& context, NodeId parent, const std::string& key, const Field& field,
              const SourceLocation& where) {
  const bool element = context.builder.view().kind(parent) == NodeKind::list;
  if (!element && !field.always) {
    context.builder.add_null(parent, key, where);
    return;
  }
  problem(context, where,
          (element ? "an element of " : "") + field.name +
              " cannot be none; leave it out, or write what is known");
  context.builder.add_unknown(parent, key, "unreadable: none", where);
}

void read_field(FactContext&, const YamlNode&, NodeId parent, const std::string& key, const Field&);

// How an annotated fact supports itself: `basis`, and the words of the document that show it.
Basis supported_basis(FactContext& context, const YamlNode& fact, const Field& field,
                      const std::string& value, SourceLocation& where) {
  const std::string word = text_member(fact, "basis", context.problems);
  if (word.empty()) return Basis::stated;
  const std::optional<Basis> basis = parse_basis(word);
  if (!basis) {
    problem(context, fact.find("basis")->where,
            "'" + word + "' is no basis: expected stated, documented, registered or observed");
    return Basis::stated;
  }
  if (*basis == Basis::stated || *basis == Basis::observed) return *basis;
  const std::string name = text_member(fact, "document", context.problems);
  if (name.empty() && context.documents.are_assumed()) return *basis;
  if (name.empty()) {
    problem(context, fact.where,
            "a " + word + " fact needs `document:`, the file that shows it; it counts as stated");
    return Basis::stated;
  }
  const DocumentFile* file =
      context.documents.open(name, fact.find("document")->where, context.problems);
  if (file == nullptr) return Basis::stated;
  std::string quote = text_member(fact, "quote", context.problems);
  if (quote.empty()) quote = value;
  const bool none = fact.find("value")->is_null() || says_none(context.schema, field, value);
  if (field.kind == FieldKind::text && !none && !shows(context.schema, quote, value)) {
    problem(context, fact.where,
            "'" + quote + "' does not hold the value '" + value +
                "': the fact counts as stated; quote the words that show it with `quote:`",
            ProblemLevel::warning);
    return Basis::stated;
  }
  const FoundQuote found = context.documents.find_quote(*file, quote, context.problems);
  if (found.where) {
    where = *found.where;
    where.pointer = fact.where.pointer;
    return *basis;
  }
  if (!found.document_read) return Basis::stated;
  const std::string page = std::to_string(found.unread_page);
  problem(context, fact.where,
          "'" + quote + "' was not found in " + name +
              (found.unread_page == 0 ? "" : ", of which page " + page + " was not read") +
              ": the fact counts as stated; quote the words that show it with `quote:`",
          ProblemLevel::warning);
  return Basis::stated;
}

Validity validity_of(FactContext& context, const YamlNode& fact) {
  Validity validity;
  for (const auto& [key, date] : {std::pair{"from", &validity.from}, {"until", &validity.until}}) {
    const std::string text = text_member(fact, key, context.problems);
    if (text.empty()) continue;
    *date = parse_date(text);
    if (!*date)
      problem(context, fact.find(key)->where,
              "'" + text + "' is not a date that exists; write 2026-11-22");
  }
  return validity;
}

void read_annotated(FactContext& context, const YamlNode& fact, NodeId parent,
                    const std::string& key, const Field& field) {
  refuse_unknown_keys(fact, {"value", "basis", "document", "quote", "from", "until", "assertions"},
                      context.problems);
  if (const YamlNode* all = fact.find("assertions"); all != nullptr && all->is_list()) {
    if (all->items.size() > kMaxAssertions) {
      problem(context, all->where,
              "more than " + std::to_string(kMaxAssertions) + " assertions of " + field.name +
                  "; keep those that differ");
      context.builder.add_unknown(parent, key, "more assertions than are read", all->where);
      return;
    }
    for (const YamlNode& one : all->items) read_field(context, one, parent, key, field);
    return;
  }
  const YamlNode* value = fact.find("value");
  if (value == nullptr || value->is_map() || value->is_list()) {
    problem(context, fact.where, "a fact written with keys needs `value:` and one value");
    context.builder.add_unknown(parent, key, "unreadable: no value", fact.where);
    return;
  }
  if (value->is_blank() || says_nobody_knows(context.schema, *value)) {
    context.builder.add_unknown(parent, key, "not stated", value->where);
    return;
  }
  SourceLocation where = value->where;
  const bool none = value->is_null() || says_none(context.schema, field, value->text);
  const NodeId next = static_cast<NodeId>(context.builder.view().node_count());
  context.builder.use_basis(supported_basis(context, fact, field, value->text, where));
  if (none) {
    add_none(context, parent, key, field, where);
  } else {
    add_scalar(context, parent, key, field, value->text, where);
  }
  context.builder.use_basis(Basis::stated);
  const Validity validity = validity_of(context, fact);
  const bool element = context.builder.view().kind(parent) == NodeKind::list;
  const NodeId node = element ? next : context.builder.view().member(parent, key);
  if (validity.from || validity.until) context.builder.set_validity(node, validity);
}

Field element_of(const Field& list) {
  Field element = list;
  element.kind = list.element;
  return element;
}

void read_list(FactContext& context, const YamlNode& node, NodeId parent, const std::string& key,
               const Field& field) {
  const YamlNode* items = &node;
  bool complete = true;
  if (node.is_map()) {
    refuse_unknown_keys(node, {"complete", "items"}, context.problems);
    items = node.find("items");
    const YamlNode* flag = node.find("complete");
    if (flag != nullptr && !is_boolean(*flag, complete)) {
      problem(context, flag->where, "'complete' must be true or false");
      complete = false;
    }
    // Without items nothing says that there are none.
    if ((items == nullptr || items->is_blank()) && complete)
      return unreadable(context, parent, key, field, "keys without `items:`", node.where);
  }
  const NodeId list = context.builder.add_list(parent, key, node.where);
  if (!complete)
    context.builder.set_incomplete(list, "the dossier says that the list is not complete");
  if (node.cut) context.builder.set_incomplete(list, kCut);
  if (items == nullptr || items->is_null()) return;
  const Field element = element_of(field);
  const std::vector<YamlNode> single(items->is_list() ? 0 : 1, *items);
  std::size_t count = 0;
  for (const YamlNode& item : items->is_list() ? items->items : single) {
    if (++count > field.max_items) {
      const std::string limit =
          "more than " + std::to_string(field.max_items) + " elements in " + field.name;
      problem(context, item.where, limit + "; the rest is not read: split the dossier");
      context.builder.set_incomplete(list, limit);
      return;
    }
    const YamlNode* document = item.is_map() ? item.find("document") : nullptr;
    if (field.type == "certificate" && document != nullptr && document->is_scalar()) {
      read_certificate_document(context, list, item, document->text);
    } else {
      read_field(context, item, list, "", element);
    }
  }
}

// The analyte of a test that is written out: its identifier, whatever name is written for it.
std::string analyte_of(FactContext& context, const std::string& written) {
  for (const Analyte& analyte : context.tables.analytes)
    if (analyte.id == written) return written;
  if (context.lexicon == nullptr) context.lexicon = std::make_shared<const Lexicon>(context.tables);
  const std::string id = context.lexicon->analyte_id(written);
  return id.empty() ? written : id;
}

// A test may give its analyte as printed only.
void name_analyte(FactContext& context, NodeId test) {
  const Evidence& view = context.builder.view();
  const NodeId printed = view.member(test, "printed_analyte");
  if (printed == kNoNode || view.kind(printed) != NodeKind::text) return;
  if (view.member(test, "analyte") != kNoNode) return;
  context.builder.add_text(test, "analyte", analyte_of(context, view.text(printed)),
                           view.where(printed));
}

void read_object(FactContext& context, const YamlNode& node, NodeId parent, const std::string& key,
                 const Field& field) {
  if (!node.is_map())
    return unreadable(context, parent, key, field, node.is_list() ? "a list" : node.text,
                      node.where);
  const NodeId object = context.builder.add_object(parent, key, node.where);
  read_members(context, node, object, field.type);
  if (field.type == "test") name_analyte(context, object);
}

void read_field(FactContext& context, const YamlNode& node, NodeId parent, const std::string& key,
                const Field& field) {
  const bool scalar = node.is_scalar();
  const bool whole = field.kind != FieldKind::list && field.kind != FieldKind::object;
  if (node.cut && (whole || scalar || node.is_null())) {
    context.builder.add_unknown(parent, key, kCut, node.where);
  } else if (node.is_blank() || says_nobody_knows(context.schema, node)) {
    context.builder.add_unknown(parent, key, "not stated", node.where);
  } else if (node.is_null() || (scalar && says_none(context.schema, field, node.text))) {
    if (field.kind == FieldKind::list) {
      context.builder.add_list(parent, key, node.where);
    } else {
      add_none(context, parent, key, field, node.where);
    }
  } else if (field.kind == FieldKind::list) {
    read_list(context, node, parent, key, field);
  } else if (field.kind == FieldKind::object) {
    read_object(context, node, parent, key, field);
  } else if (node.is_map()) {
    read_annotated(context, node, parent, key, field);
  } else if (node.is_list()) {
    unreadable(context, parent, key, field, "a list", node.where);
  } else {
    add_scalar(context, parent, key, field, node.text, node.where);
  }
}

// A dossier states no fact that verilot makes; a pack's case says what registers would, for no
// copies are kept there.
bool may_state(const FactContext& context, const Field& field) {
  return !field.derived || (context.documents.are_assumed() && field.filled_by == "registers");
}

}  // namespace

void add_scalar(FactContext& context, NodeId parent, const std::string& key, const Field& field,
                const std::string& raw, const SourceLocation& where) {
  const std::string text = trimmed(raw);
  if (says_nobody_knows(context.schema, text)) {
    context.builder.add_unknown(parent, key, "not stated", where);
    return;
  }
  switch (field.kind) {
    case FieldKind::boolean:
      if (text != "true" && text != "false")
        return unreadable(context, parent, key, field, text, where);
      context.builder.add_boolean(parent, key, text == "true", where);
      return;
    case FieldKind::integer:
      return add_integer(context, parent, key, field, text, where);
    case FieldKind::number:
    case FieldKind::quantity:
      return add_quantity(context, parent, key, field, text, where);
    case FieldKind::date:
    case FieldKind::expiry_date:
      return add_date(context, parent, key, field, text, where);
    case FieldKind::choice:
      return add_choice(context, parent, key, field, text, where);
    case FieldKind::document:
      if (text.size() > field.max_bytes) return too_long(context, parent, key, field, where);
      // Opened here so that a missing one is reported where it is named.
      if (context.documents.open(text, where, context.problems) == nullptr) {
        context.builder.add_unknown(parent, key, "document '" + text + "' cannot be opened", where);
        return;
      }
      context.builder.add_text(parent, key, text, where);
      return;
    case FieldKind::object:
    case FieldKind::list:
      return unreadable(context, parent, key, field, text, where);
    case FieldKind::text:
      if (raw.size() > field.max_bytes) return too_long(context, parent, key, field, where);
      if (!field.names.empty() && names_nothing(context.schema, text)) {
        const std::string reason = "'" + text + "' names no " + field.names;
        problem(context, where, reason + ": the fact counts as not known", ProblemLevel::warning);
        context.builder.add_unknown(parent, key, reason, where);
        return;
      }
      context.builder.add_text(parent, key,
                               field.name == "analyte" ? analyte_of(context, text) : raw, where);
      return;
  }
}

void add_text_within(FactContext& context, NodeId parent, const std::string& type,
                     const std::string& key, const std::string& text, const SourceLocation& where) {
  const Field* field = context.schema.field(type, key);
  if (field != nullptr && text.size() > field->max_bytes)
    return too_long(context, parent, key, *field, where);
  context.builder.add_text(parent, key, text, where);
}

void read_members(FactContext& context, const YamlNode& map, NodeId parent,
                  const std::string& type_name) {
  const ObjectType* type = context.schema.type(type_name);
  if (type == nullptr) return;
  std::vector<std::string> known;
  for (const Field& field : type->fields)
    if (may_state(context, field)) known.push_back(field.name);
  refuse_unknown_keys(map, known, context.problems);
  for (std::size_t i = 0; i < map.keys.size(); ++i) {
    const Field* field = context.schema.field(type_name, map.keys[i]);
    if (field == nullptr || !may_state(context, *field)) continue;
    read_field(context, map.items[i], parent, field->name, *field);
  }
}

}  // namespace verilot
