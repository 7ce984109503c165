#include "conformance/batch.h"

#include <istream>
#include <ostream>
#include <set>
#include <stdexcept>
#include <string>

#include "cel/equality.h"
#include "cel/program.h"
#include "conformance/encoding.h"
#include "conformance/patterns.h"

namespace verilot::conformance {
namespace {

using cel::Value;
using nlohmann::json;

// What a test declares and binds.
struct Setting {
  cel::FunctionRegistry functions = cel::standard_functions();
  cel::Environment environment;
  PatternActivation activation;
};

[[noreturn]] void refuse(const std::string& message) { throw std::runtime_error(message); }

std::string text_at(const json& object, const char* key, bool required) {
  const auto found = object.find(key);
  if (found == object.end()) {
    if (required) refuse(std::string("\"") + key + "\" is missing");
    return "";
  }
  if (!found->is_string()) refuse(std::string("\"") + key + "\" is a string");
  return found->get<std::string>();
}

bool flag_at(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return false;
  if (!found->is_boolean()) refuse(std::string("\"") + key + "\" is true or false");
  return found->get<bool>();
}

// The elements of an optional list.
const json& items_at(const json& object, const char* key) {
  static const json kNone = json::array();
  const auto found = object.find(key);
  if (found == object.end()) return kNone;
  if (!found->is_array()) refuse(std::string("\"") + key + "\" is a list");
  return *found;
}

std::vector<std::string> texts_at(const json& object, const char* key) {
  std::vector<std::string> texts;
  for (const json& item : items_at(object, key)) {
    if (!item.is_string()) refuse(std::string("\"") + key + "\" is a list of strings");
    texts.push_back(item.get<std::string>());
  }
  return texts;
}

void declare_overload(const std::string& name, const json& overload, Setting& setting) {
  if (!overload.is_object()) refuse("an overload is an object with \"params\" and \"result\"");
  const std::vector<std::string> type_parameters = texts_at(overload, "type_params");
  cel::Function function;
  function.name = name;
  function.receiver_style = flag_at(overload, "member");
  for (const std::string& parameter : texts_at(overload, "params")) {
    function.parameters.push_back(decode_type(parameter, type_parameters));
  }
  function.result = decode_type(text_at(overload, "result", true), type_parameters);
  setting.functions.add(std::move(function));
}

void declare(const json& declaration, Setting& setting) {
  if (!declaration.is_object()) refuse("a declaration is an object with \"name\"");
  const std::string name = text_at(declaration, "name", true);
  if (!declaration.contains("overloads")) {
    setting.environment.variables[name] = {decode_type(text_at(declaration, "type", true)), {}};
    return;
  }
  for (const json& overload : items_at(declaration, "overloads")) {
    declare_overload(name, overload, setting);
  }
}

// What is bound or unknown without being declared is dyn.
void read_setting(const json& test, Setting& setting) {
  setting.environment.container = text_at(test, "container", false);
  for (const std::string& pattern : texts_at(test, "unknown")) {
    setting.activation.unknown.push_back(pattern);
    setting.environment.variables[pattern.substr(0, pattern.find_first_of(".["))] = {};
  }
  if (const auto bindings = test.find("bindings"); bindings != test.end()) {
    if (!bindings->is_object()) refuse("\"bindings\" is an object of values by name");
    for (const auto& [name, value] : bindings->items()) {
      setting.activation.variables.insert_or_assign(name, decode_value(value));
      setting.environment.variables[name] = {};
    }
  }
  for (const json& declaration : items_at(test, "type_env")) declare(declaration, setting);
  setting.environment.functions = &setting.functions;
}

json error_answer(std::string message) {
  json out = json::object();
  out["error"] = std::move(message);
  return out;
}

json issues_answer(const std::vector<cel::Issue>& issues) {
  std::string text;
  for (const cel::Issue& issue : issues) {
    text += (text.empty() ? "" : "; ") + std::to_string(issue.line) + ":" +
            std::to_string(issue.column) + ": " + issue.message;
  }
  return error_answer(std::move(text));
}

json value_answer(const Value& value) {
  json out = json::object();
  if (value.is_error()) return error_answer(value.error_message());
  if (value.is_unknown()) {
    std::set<std::string> paths;
    for (const cel::Missing& missing : value.missing()) paths.insert(missing.path);
    out["unknown"] = paths;
    return out;
  }
  // A list of unknown elements is not a known value, and lists that share their parts can be
  // exponentially larger than the memory they take.
  cel::MissingSet missing;
  std::size_t budget = 100'000;
  if (cel::collect_unknown(value, true, missing, budget)) {
    return value_answer(Value::unknown(std::move(missing)));
  }
  if (budget == 0) return error_answer("the value has more than 100,000 parts");
  out["value"] = encode_value(value);
  return out;
}

std::string line_of(const json& answer) {
  return answer.dump(-1, ' ', false, json::error_handler_t::replace);
}

json problem(std::size_t line, const std::string& message) {
  json out = json::object();
  out["problem"] = message;
  out["line"] = line;
  return out;
}

}  // namespace

json answer(const json& test) {
  if (!test.is_object()) refuse("a test is a JSON object with \"expr\"");
  Setting setting;
  read_setting(test, setting);
  const bool check = !flag_at(test, "disable_check");
  const bool check_only = flag_at(test, "check_only");
  const cel::Compiled compiled =
      cel::compile(text_at(test, "expr", true), setting.environment,
                   {.check = check, .macros = !flag_at(test, "disable_macros")});
  if (!compiled.program) return issues_answer(compiled.issues);
  json out = json::object();
  if (!check_only) out = value_answer(compiled.program->evaluate(setting.activation));
  if (check && (check_only || out.contains("value"))) {
    out["type"] = cel::to_string(compiled.program->result_type());
  }
  return out;
}

BatchResult answer_lines(std::istream& in, std::ostream& out, std::ostream& err) {
  BatchResult result;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    try {
      out << line_of(answer(json::parse(line))) << '\n';
      ++result.answered;
    } catch (const std::exception& fault) {
      out << line_of(problem(number, fault.what())) << '\n';
      err << "line " << number << ": error: " << fault.what() << "\n";
      ++result.broken;
    }
  }
  return result;
}

}  // namespace verilot::conformance
