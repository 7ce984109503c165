#include "scan/findings.h"

#include "plan/reason_text.h"

namespace verilot {

namespace {

// "key": of a member, with a comma where it is not the first.
void begin_member(std::string& members, const std::string& key) {
  if (!members.empty()) members += ',';
  members += key;
  members += ':';
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
  for (const BareRule& rule : rules) plan::append_json(keys_.emplace_back(), rule.id);
}

void FindingWriter::add_details(plan::Session& session, std::size_t rule, plan::Tag state) {
  if (state == plan::Tag::yes || (state == plan::Tag::no && !explain_)) return;
  if (explain_ && state != plan::Tag::error) {
    begin_member(why_, keys_[rule]);
    session.explain(rule, why_);
  }
  if (state == plan::Tag::no) return;
  if (state == plan::Tag::unknown) {
    begin_member(unknown_, keys_[rule]);
    session.missing(rule, unknown_);
    return;
  }
  const cel::Value value = session.value(rule);
  begin_member(errors_, keys_[rule]);
  plan::append_json(errors_, value.is_error()
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
  plan::append_json(out, fault.cause);
  out += "}\n";
}

}  // namespace verilot
