#include "scan/findings.h"

#include "plan/explain.h"

namespace verilot {

namespace {

void append_escape(std::string& out, char c) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  switch (c) {
    case '"':
    case '\\':
      out += '\\';
      out += c;
      return;
    case '\n':
      out += "\\n";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
  }
}

// "key": of a member, with a comma where it is not the first.
void begin_member(std::string& members, const std::string& key) {
  if (!members.empty()) members += ',';
  members += key;
  members += ':';
}

void append_missing(std::string& out, const cel::MissingSet& missing) {
  out += '[';
  for (const cel::Missing& item : missing) {
    out += &item == missing.data() ? "{\"path\":" : ",{\"path\":";
    append_json(out, item.path);
    if (item.asked != item.path) {
      out += ",\"asked\":";
      append_json(out, item.asked);
    }
    out += '}';
  }
  out += ']';
}

void append_reasons(std::string& out, const std::vector<plan::Reason>& reasons) {
  out += '[';
  for (const plan::Reason& reason : reasons) {
    out += &reason == reasons.data() ? "{\"text\":" : ",{\"text\":";
    append_json(out, reason.text);
    out += ",\"value\":";
    append_json(out, reason.value);
    if (!reason.rows.empty()) {
      out += ",\"rows\":[";
      for (const std::uint32_t& row : reason.rows) {
        if (&row != reason.rows.data()) out += ',';
        out += std::to_string(row);
      }
      out += ']';
    }
    out += '}';
  }
  out += ']';
}

void append_part(std::string& out, std::string_view name, const std::string& members) {
  if (members.empty()) return;
  out += ",\"";
  out += name;
  out += "\":{";
  out += members;
  out += '}';
}

}  // namespace

void append_json(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (static_cast<unsigned char>(text[i]) >= 0x20 && text[i] != '"' && text[i] != '\\') continue;
    out.append(text, plain, i - plain);
    append_escape(out, text[i]);
    plain = i + 1;
  }
  out.append(text, plain, text.size() - plain);
  out += '"';
}

std::string_view state_name(plan::Tag state) {
  switch (state) {
    case plan::Tag::yes:
      return "true";
    case plan::Tag::no:
      return "false";
    case plan::Tag::unknown:
      return "unknown";
    default:
      return "error";
  }
}

FindingWriter::FindingWriter(const std::vector<BareRule>& rules, bool explain) : explain_(explain) {
  for (const BareRule& rule : rules) append_json(keys_.emplace_back(), rule.id);
}

void FindingWriter::add_details(plan::Session& session, std::size_t rule, plan::Tag state) {
  if (state == plan::Tag::yes || (state == plan::Tag::no && !explain_)) return;
  if (explain_ && state != plan::Tag::error) {
    begin_member(why_, keys_[rule]);
    append_reasons(why_, session.reasons(rule));
  }
  if (state == plan::Tag::no) return;
  const cel::Value value = session.value(rule);
  if (value.is_unknown()) {
    begin_member(unknown_, keys_[rule]);
    append_missing(unknown_, value.missing());
    return;
  }
  begin_member(errors_, keys_[rule]);
  append_json(errors_, value.is_error()
                           ? value.error_message()
                           : "a rule is true or false, this is " + cel::type_name(value));
}

void FindingWriter::add(std::string& out, std::uint64_t line, plan::Session& session,
                        const std::vector<plan::Tag>& states) {
  unknown_.clear();
  errors_.clear();
  why_.clear();
  out += "{\"record\":";
  out += std::to_string(line);
  out += ",\"results\":{";
  for (std::size_t rule = 0; rule < states.size(); ++rule) {
    if (rule > 0) out += ',';
    out += keys_[rule];
    out += ":\"";
    out += state_name(states[rule]);
    out += '"';
    add_details(session, rule, states[rule]);
  }
  out += '}';
  append_part(out, "unknown", unknown_);
  append_part(out, "errors", errors_);
  append_part(out, "why", why_);
  out += "}\n";
}

void add_broken(std::string& out, std::uint64_t line, const plan::LineFault& fault) {
  out += "{\"record\":";
  out += std::to_string(line);
  out += ",\"column\":";
  out += std::to_string(fault.column);
  out += ",\"broken\":";
  append_json(out, fault.cause);
  out += "}\n";
}

}  // namespace verilot
