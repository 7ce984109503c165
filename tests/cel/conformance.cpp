#include "cel/conformance.h"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <set>

#include "cel/patterns.h"
#include "cel/program.h"

namespace verilot::cel::conformance {
namespace {

using nlohmann::json;

std::string text_at(const json& object, const char* key) {
  return object.contains(key) ? object.at(key).get<std::string>() : std::string();
}

bool flag_at(const json& object, const char* key) {
  return object.contains(key) && object.at(key).get<bool>();
}

double to_double(const std::string& text) {
  if (text == "NaN") return std::nan("");
  if (text == "Infinity") return HUGE_VAL;
  if (text == "-Infinity") return -HUGE_VAL;
  return std::strtod(text.c_str(), nullptr);
}

std::string from_hexadecimal(const std::string& digits) {
  std::string out;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    out.push_back(static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16)));
  }
  return out;
}

Value value_of(const json& j) {
  const std::string type = j.at("t").get<std::string>();
  if (type == "null") return Value::null();
  if (type == "bool") return Value::boolean(j.at("v").get<bool>());
  if (type == "duration" || type == "timestamp") {
    const std::int64_t seconds = std::stoll(j.at("s").get<std::string>());
    const auto nanos = j.at("n").get<std::int32_t>();
    if (type == "timestamp") return Value::timestamp({seconds, nanos});
    return Value::duration({seconds * 1'000'000'000 + nanos});
  }
  const json& v = j.at("v");
  if (type == "int") return Value::integer(std::stoll(v.get<std::string>()));
  if (type == "uint") return Value::unsigned_integer(std::stoull(v.get<std::string>()));
  if (type == "double") return Value::real(to_double(v.get<std::string>()));
  if (type == "string") return Value::text(v.get<std::string>());
  if (type == "bytes") return Value::bytes(from_hexadecimal(v.get<std::string>()));
  if (type == "type") return Value::type(v.get<std::string>());
  if (type == "list") {
    std::vector<Value> elements;
    for (const json& element : v) elements.push_back(value_of(element));
    return Value::list(std::move(elements));
  }
  std::vector<std::pair<Value, Value>> entries;
  for (const json& entry : v) entries.emplace_back(value_of(entry[0]), value_of(entry[1]));
  return Value::map(std::move(entries));
}

// "map(string, list(T))": reads one type from `text` and removes it.
Type take_type(std::string& text) {
  const std::size_t end = text.find_first_of("(),");
  const std::string name = text.substr(0, end);
  text.erase(0, end == std::string::npos ? text.size() : end);
  std::vector<Type> parameters;
  if (text.starts_with("(")) {
    do {
      text.erase(0, text.starts_with(", ") ? 2 : 1);
      parameters.push_back(take_type(text));
    } while (text.starts_with(","));
    text.erase(0, 1);
  }
  using Kind = Type::Kind;
  static const std::map<std::string, Kind> kKinds = {
      {"dyn", Kind::dyn},        {"any", Kind::dyn},
      {"null_type", Kind::null}, {"bool", Kind::boolean},
      {"int", Kind::integer},    {"uint", Kind::unsigned_integer},
      {"double", Kind::real},    {"string", Kind::text},
      {"bytes", Kind::bytes},    {"timestamp", Kind::timestamp},
      {"type", Kind::type},      {"duration", Kind::duration},
      {"list", Kind::list},      {"map", Kind::map}};
  if (name == "wrapper") return parameters.at(0);
  const auto kind = kKinds.find(name);
  if (kind != kKinds.end()) return {kind->second, {}, parameters};
  if (name.size() == 1) return {Kind::parameter, name, {}};
  return {Kind::opaque, name, parameters};
}

Type type_of(std::string text) { return take_type(text); }

void declare(const json& declaration, Environment& environment, FunctionRegistry& functions) {
  const std::string name = declaration.at("name").get<std::string>();
  if (!declaration.contains("overloads")) {
    environment.variables[name] = {type_of(declaration.at("type").get<std::string>()), {}};
    return;
  }
  for (const json& overload : declaration.at("overloads")) {
    Function function;
    function.name = name;
    function.receiver_style = flag_at(overload, "member");
    for (const json& parameter : overload.at("params")) {
      function.parameters.push_back(type_of(parameter.get<std::string>()));
    }
    function.result = type_of(overload.at("result").get<std::string>());
    functions.add(std::move(function));
  }
}

bool same_double(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return a == b && std::signbit(a) == std::signbit(b);
}

// Stricter than ==: the types are the same too.
bool identical(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  if (a.kind() == Value::Kind::real) return same_double(a.as_real(), b.as_real());
  if (a.kind() == Value::Kind::list) {
    const List& x = a.as_list();
    const List& y = b.as_list();
    if (x.size() != y.size()) return false;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (!identical(x.at(i), y.at(i))) return false;
    }
    return true;
  }
  if (a.kind() == Value::Kind::map) {
    if (a.as_map().size() != b.as_map().size()) return false;
    for (const Value& key : a.as_map().keys()) {
      const std::optional<Value> other = b.as_map().find(key);
      if (!other || !identical(*a.as_map().find(key), *other)) return false;
    }
    return true;
  }
  return equals(a, b).is_true();
}

bool blames_rightly(const json& test, const Value& answer) {
  if (!answer.is_unknown()) return false;
  std::set<std::string> wanted;
  for (const json& path : test.at("expect").at("unknown")) wanted.insert(path.get<std::string>());
  std::set<std::string> found;
  for (const Missing& missing : answer.missing()) found.insert(missing.path);
  const std::string match = text_at(test, "match");
  if (match == "exact" || match.empty()) return found == wanted;
  if (found.empty()) return false;
  return std::includes(wanted.begin(), wanted.end(), found.begin(), found.end());
}

std::string answer_text(const Compiled& compiled) {
  std::string out = "does not compile:";
  for (const Issue& issue : compiled.issues) out += " " + issue.message + ";";
  return out;
}

}  // namespace

std::filesystem::path folder() {
  const char* shared = std::getenv("VERILOT_SHARED");
  const std::filesystem::path path =
      std::filesystem::path(shared != nullptr ? shared : VERILOT_SOURCE_DIR "/../shared") /
      "cel-conformance";
  return std::filesystem::is_directory(path) ? path : std::filesystem::path();
}

std::vector<json> read_tests(const std::filesystem::path& file) {
  std::vector<json> tests;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) tests.push_back(json::parse(line));
  return tests;
}

std::string identity(const json& test) {
  return text_at(test, "file") + "/" + text_at(test, "section") + "/" + text_at(test, "name");
}

std::string judge(const json& test) {
  FunctionRegistry functions = standard_functions();
  Environment environment;
  environment.functions = &functions;
  environment.container = text_at(test, "container");
  PatternActivation activation;
  if (test.contains("unknown")) {
    for (const json& pattern : test.at("unknown")) {
      activation.unknown.push_back(pattern.get<std::string>());
      const std::string variable = activation.unknown.back();
      environment.variables[variable.substr(0, variable.find_first_of(".["))] = {};
    }
  }
  if (test.contains("bindings")) {
    for (const auto& [name, value] : test.at("bindings").items()) {
      activation.variables.insert_or_assign(name, value_of(value));
      environment.variables[name] = {};
    }
  }
  if (test.contains("type_env")) {
    for (const json& item : test.at("type_env")) declare(item, environment, functions);
  }
  const Compiled compiled = compile(
      test.at("expr").get<std::string>(), environment,
      {.check = !flag_at(test, "disable_check"), .macros = !flag_at(test, "disable_macros")});
  const json& expect = test.at("expect");
  if (!compiled.program) return expect.contains("error") ? "" : answer_text(compiled);
  if (expect.contains("type")) {
    const std::string type = to_string(compiled.program->result_type());
    if (type != expect.at("type").get<std::string>()) return "has type " + type;
    if (flag_at(test, "check_only")) return "";
  }
  const Value answer = compiled.program->evaluate(activation);
  bool right = false;
  if (expect.contains("error")) right = answer.is_error();
  if (expect.contains("unknown")) right = blames_rightly(test, answer);
  if (expect.contains("value")) right = identical(answer, value_of(expect.at("value")));
  return right ? "" : to_display(answer);
}

}  // namespace verilot::cel::conformance
