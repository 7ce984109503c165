#include "evaluate/messages.h"

namespace verilot {

namespace {

// The value at a dotted path of variables; selection only, no calls.
cel::Value select(const std::string& path, const RuleActivation& activation) {
  std::size_t at = path.find('.');
  const std::optional<cel::Value> root = activation.find(path.substr(0, at));
  cel::Value value = root ? *root : cel::Value::null();
  while (at != std::string::npos && value.kind() == cel::Value::Kind::map) {
    const std::size_t next = path.find('.', at + 1);
    const std::string key = path.substr(at + 1, next == std::string::npos ? next : next - at - 1);
    const std::optional<cel::Value> member = value.as_map().find(cel::Value::text(key));
    if (!member) return cel::Value::unknown(cel::Missing{path, path, "not stated"});
    value = *member;
    at = next;
  }
  return value;
}

std::string shown(const cel::Value& value) {
  if (value.is_unknown()) return "(not stated)";
  if (value.is_null()) return "(none)";
  if (value.kind() == cel::Value::Kind::text) return value.as_text();
  if (value.kind() == cel::Value::Kind::opaque) return value.as_opaque().to_string();
  if (value.kind() == cel::Value::Kind::list) {
    std::string text;
    const cel::List& list = value.as_list();
    for (std::size_t i = 0; i < list.size(); ++i) text += (i == 0 ? "" : ", ") + shown(list.at(i));
    return text.empty() ? "(none)" : text;
  }
  return cel::to_display(value);
}

}  // namespace

std::string filled(const std::string& text, const RuleActivation& activation) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t close = text[at] == '{' ? text.find('}', at) : std::string::npos;
    if (close == std::string::npos) {
      out += text[at++];
      continue;
    }
    out += shown(select(text.substr(at + 1, close - at - 1), activation));
    at = close + 1;
    // "Tissue Services, Inc." brings the full stop of the sentence with it.
    if (!out.empty() && out.back() == '.' && at < text.size() && text[at] == '.') ++at;
  }
  return out;
}

std::string default_message(const std::string& title, Outcome outcome) {
  switch (outcome) {
    case Outcome::pass:
      return title + ": met";
    case Outcome::fail:
      return title + ": not met";
    case Outcome::unverified:
      return title + ": open";
    case Outcome::not_applicable:
      return "Does not apply";
    case Outcome::waived:
      return title + ": waived";
    case Outcome::error:
      return title + ": the rule could not be judged";
  }
  return title;
}

}  // namespace verilot
