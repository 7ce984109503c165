#include "plan/random_rules.h"

#include <functional>
#include <vector>

namespace verilot::plan {
namespace {

std::string member(Random& random, const std::string& key, const std::string& value) {
  switch (below(random, 24)) {
    case 0:
    case 1:
    case 2:
      return "";
    case 3:
      return ",\"" + key + "\":null";
    case 4:
      return ",\"" + key + "\":" +
             one_of(random, {"7", "\"x\"", "true", "[]", "{}", "[1,\"x\"]", "{\"p\":1}", "2.5"});
    case 5:  // the last one wins
      return ",\"" + key + "\":[{\"n\":1,\"tags\":[\"x\"]}],\"" + key + "\":" + value;
    case 6: {
      const std::string escaped = "\\u00" + std::string(key[0] < 'p' ? "6" : "7") +
                                  "0123456789abcdef"[key[0] % 16] + key.substr(1);
      return " , \"" + escaped + "\" : " + value;
    }
    default:
      return ",\"" + key + "\":" + value;
  }
}

std::string number(Random& random) {
  return one_of(random,
                {"0", "1", "2", "3", "-1", "1.0", "2.5", "1e0", "9007199254740993",
                 "9007199254740992.0", "9223372036854775807", "18446744073709551616", "-0"});
}
std::string text(Random& random) {
  return one_of(random, {"\"x\"", "\"y\"", "\"SDS\"", "\"\"", "\"gel\"", "\"x y\"", "\"\\u0078\"",
                         "\"\xC3\xA9x\"", "\"a\\\"b\\n\"", "\"longer text with an x in it\""});
}
std::string boolean(Random& random) { return one_of(random, {"true", "false"}); }
std::string time(Random& random) {
  return one_of(random,
                {"\"2024-02-29T12:00:00Z\"", "\"2026-01-01T00:00:00Z\"",
                 "\"2026-01-01T02:00:00.5+02:00\"", "\"2026-13-01T00:00:00Z\"", "\"soon\""});
}

std::string list(Random& random, std::size_t limit, const std::function<std::string()>& element) {
  std::string out;
  for (std::size_t i = below(random, limit + 1); i > 0; --i)
    out += (out.empty() ? "" : ",") + element();
  return "[" + out + "]";
}

// Members begin with a comma; the first key keeps that valid.
std::string object(const std::string& members) { return "{\"\":0" + members + "}"; }

std::string part(Random& random) {
  return object(member(random, "id", text(random)) + member(random, "w", number(random)));
}

std::string row(Random& random) {
  if (below(random, 30) == 0) return one_of(random, {"null", "1", "\"x\"", "[]"});
  return object(member(random, "name", text(random)) + member(random, "kind", text(random)) +
                member(random, "n", number(random)) + member(random, "v", number(random)) +
                member(random, "ok", boolean(random)) + member(random, "date", time(random)) +
                member(random, "tags", list(random, 3, [&] { return text(random); })) +
                member(random, "parts", list(random, 3, [&] { return part(random); })));
}

std::string document(Random& random) {
  return object(member(random, "type", text(random)) + member(random, "subject", text(random)) +
                member(random, "n", number(random)));
}

}  // namespace

std::string random_record(Random& random, bool long_lists) {
  const std::size_t limit = long_lists ? 150 : 5;
  const std::string inner =
      object(member(random, "p", boolean(random)) + member(random, "q", "null") +
             member(random, "n", number(random)) + member(random, "s", text(random)) +
             member(random, "l", list(random, 3, [&] { return number(random); })) +
             member(random, "deep", object(member(random, "x", text(random)))));
  return object(member(random, "a", boolean(random)) + member(random, "b", boolean(random)) +
                member(random, "i", number(random)) + member(random, "j", number(random)) +
                member(random, "d", number(random)) + member(random, "s", text(random)) +
                member(random, "t", text(random)) + member(random, "when", time(random)) +
                member(random, "m", inner) + member(random, "unread", row(random)) +
                member(random, "xs", list(random, limit, [&] { return row(random); })) +
                member(random, "ys", list(random, limit, [&] { return document(random); })) +
                member(random, "nums", list(random, 4, [&] { return number(random); })) +
                member(random, "words", list(random, 4, [&] { return text(random); })));
}

std::string RuleGenerator::local(Kind kind) {
  std::vector<std::string> names;
  for (const Local& local : locals_) {
    if (local.kind == kind) names.push_back(local.name);
  }
  return names.empty() ? "" : names[below(random_, names.size())];
}

std::string RuleGenerator::object_field(const char* kind) {
  const std::string row = local(Kind::row);
  if (row.empty()) return "";
  const std::string wanted = kind;
  if (wanted == "number") return row + pick({".n", ".v", ".n", ".w"});
  if (wanted == "text") return row + pick({".name", ".kind", ".type", ".subject", ".id"});
  if (wanted == "bool") return row + ".ok";
  return row + ".date";
}

std::string RuleGenerator::condition(int depth) {
  const std::string flag = object_field("bool");
  if (depth <= 0) {
    if (!flag.empty() && below(random_, 3) == 0) return flag;
    return pick({"true", "false", "a", "b", "m.p", "a", "m.gone", "i == 1", "s == 'x'"});
  }
  switch (below(random_, 16)) {
    case 0:
    case 1:
      return "(" + condition(depth - 1) + " && " + condition(depth - 1) + ")";
    case 2:
    case 3:
      return "(" + condition(depth - 1) + " || " + condition(depth - 1) + ")";
    case 4:
      return "!" + condition(depth - 1);
    case 5:
    case 6:
      return comparison(depth - 1);
    case 7:
    case 8:
    case 9:
    case 10:
      return loop(depth - 1);
    case 11:
      return membership(depth - 1);
    case 12:
      return "(" + condition(depth - 1) + " ? " + condition(depth - 1) + " : " +
             condition(depth - 1) + ")";
    case 13:
      return text_test(depth - 1);
    case 14:
      return on_object(depth - 1);
    default: {
      const std::string name = fresh();
      const std::string init = number(depth - 1);
      locals_.push_back({name, Kind::number});
      const std::string made = "cel.bind(" + name + ", " + init + ", " + condition(depth - 1) + ")";
      locals_.pop_back();
      return made;
    }
  }
}

std::string RuleGenerator::comparison(int depth) {
  const std::string op = pick({" == ", " != ", " < ", " <= ", " > ", " >= "});
  switch (below(random_, 6)) {
    case 0:
    case 1:
      return "(" + number(depth) + op + number(depth) + ")";
    case 2:
    case 3:
      return "(" + text(depth) + op + text(depth) + ")";
    case 4:
      return "(" + time(depth) + op + time(depth) + ")";
    default:
      return "(dyn(" + text(0) + ")" + op + number(0) + ")";
  }
}

std::string RuleGenerator::on_object(int depth) {
  const std::string row = local(Kind::row);
  const std::string of = row.empty() ? "m" : row;
  switch (below(random_, 9)) {
    case 0:
      return "has(" + of + pick({".n", ".gone", ".s", ".q"}) + ")";
    case 1:
      return "(" + of + pick({".q", ".n", ".parts", ".gone"}) + pick({" != null)", " == null)"});
    case 2:
      return "(" + constant_text() + " in m)";
    case 3:
      return "m.deep.x == " + text(depth);
    case 4:
      return "(" + of + " == " + pick({"m", "xs[0]", "ys[1]", "{'p': true}"}) + ")";
    case 5:
      return "(" + numbers(depth) + " == " + numbers(depth) + ")";
    case 6:
      return "xs[" + pick({"0", "1", "5", "i", "-1"}) + "]" +
             pick({".ok", ".name == 'x'", ".n > 1", ".tags[0] == 'x'"});
    case 7:
      return pick({"(type(i) == int)", "m['p']", "(m['s'] == s)", "(size(m) > 2)",
                   "m.exists(k, k == 'p')", "m.all(k, v, v != 7)"});
    default:
      return "sets.contains(" + numbers(depth) + ", " + numbers(depth) + ")";
  }
}

std::string RuleGenerator::text_test(int depth) {
  switch (below(random_, 6)) {
    case 0:
      return text(depth) + ".contains(" + text(depth) + ")";
    case 1:
      return text(depth) + ".startsWith(" + constant_text() + ")";
    case 2:
      return text(depth) + ".endsWith(" + constant_text() + ")";
    case 3:
      return text(depth) + ".matches('" + pick({"x", "^x$", "(?i)sds|gel", "x.*x", "[a-c]+"}) +
             "')";
    case 4:
      return text(depth) + ".matches(" + text(depth) + ")";
    default:
      return text(depth) + ".contains('" + pick({"x", "in", "\xC3\xA9", "e", ""}) + "')";
  }
}

std::string RuleGenerator::number(int depth) {
  const std::string known = local(Kind::number);
  if (!known.empty() && below(random_, 3) == 0) return known;
  const std::string field = object_field("number");
  if (!field.empty() && below(random_, 2) == 0) return field;
  if (depth <= 0)
    return pick({"0", "1", "2", "2.5", "i", "j", "d", "m.n", "nums[1]", "xs[0].n", "dyn(1u)"});
  switch (below(random_, 9)) {
    case 0:
      return "(" + number(depth - 1) + pick({" + ", " - ", " * ", " / ", " % "}) +
             number(depth - 1) + ")";
    case 1:
      return "size(" + numbers(depth - 1) + ")";
    case 2:
      return "size(" + objects(depth - 1) + ")";
    case 3:
      return text(depth - 1) + ".size()";
    case 4:
      return "(" + condition(depth - 1) + " ? " + number(depth - 1) + " : " + number(depth - 1) +
             ")";
    case 5:
      return pick({"double(i)", "int(d)", "-i", "timestamp(when).getFullYear()", "double(s)"});
    case 6:
      return numbers(depth - 1) + "[" + number(0) + "]";
    default:
      return number(0);
  }
}

std::string RuleGenerator::text(int depth) {
  const std::string known = local(Kind::text);
  if (!known.empty() && below(random_, 2) == 0) return known;
  const std::string field = object_field("text");
  if (!field.empty() && below(random_, 2) == 0) return field;
  if (depth <= 0)
    return pick({"'x'", "'SDS'", "s", "t", "m.s", "m.deep.x", "xs[0].name", "words[0]"});
  switch (below(random_, 5)) {
    case 0:
      return "(" + text(depth - 1) + " + " + text(depth - 1) + ")";
    case 1:
      return text(depth - 1) +
             pick({".lowerAscii()", ".upperAscii()", ".trim()", ".replace('x', 'y')"});
    case 2:
      return "(" + condition(depth - 1) + " ? " + text(depth - 1) + " : " + text(depth - 1) + ")";
    default:
      return text(0);
  }
}

std::string RuleGenerator::time(int depth) {
  const std::string field = object_field("time");
  if (!field.empty() && below(random_, 2) == 0) return "timestamp(" + field + ")";
  if (depth > 0 && below(random_, 3) == 0)
    return "(" + time(depth - 1) + pick({" + ", " - "}) + "duration('" + pick({"24h", "1h30m"}) +
           "'))";
  return pick({"timestamp(when)", "timestamp('2025-06-01T00:00:00Z')", "timestamp(i)"});
}

std::string RuleGenerator::numbers(int depth) {
  if (depth <= 0) return pick({"nums", "nums", "m.l", "[1, 2]", "[]"});
  switch (below(random_, 6)) {
    case 0:
      return "[" + number(depth - 1) + ", " + number(depth - 1) + "]";
    case 1:
      return with_local(Kind::number, numbers(depth - 1), depth - 1, "filter");
    case 2:
      return with_local(Kind::row, objects(depth - 1), depth - 1, "map number");
    case 3:
      return with_local(Kind::number, numbers(depth - 1), depth - 1, "map number");
    case 4:
      return "(" + numbers(depth - 1) + " + " + numbers(depth - 1) + ")";
    default:
      return numbers(0);
  }
}

std::string RuleGenerator::texts(int depth) {
  const std::string row = local(Kind::row);
  if (!row.empty() && below(random_, 2) == 0) return row + ".tags";
  if (depth <= 0) return pick({"words", "words", "['x', 'SDS']", "xs[0].tags"});
  if (below(random_, 2) == 0)
    return with_local(Kind::row, objects(depth - 1), depth - 1, "map text");
  return with_local(Kind::text, texts(depth - 1), depth - 1, "filter");
}

std::string RuleGenerator::objects(int depth) {
  const std::string row = local(Kind::row);
  if (!row.empty() && below(random_, 3) == 0) return row + ".parts";
  if (depth > 0 && below(random_, 3) == 0)
    return with_local(Kind::row, objects(depth - 1), depth - 1, "filter");
  return pick({"xs", "xs", "ys", "ys", "xs[1].parts"});
}

std::string RuleGenerator::with_local(Kind kind, const std::string& before, int depth,
                                      const char* macro) {
  const std::string name = fresh(), what = macro;
  locals_.push_back({name, kind});
  std::string made = before;
  if (what == "map number") {
    made += ".map(" + name + ", " +
            (below(random_, 3) == 0 ? condition(depth - 1) + ", " : std::string()) + number(depth) +
            ")";
  } else if (what == "map text") {
    made += ".map(" + name + ", " + text(depth) + ")";
  } else {
    made += "." + what + "(" + name + ", " + condition(depth) + ")";
  }
  locals_.pop_back();
  return made;
}

std::string RuleGenerator::loop(int depth) {
  if (locals_.size() >= 3) return condition(0);
  const std::string macro = pick({"exists", "exists", "all", "all", "exists_one"});
  switch (below(random_, 6)) {
    case 0:
      return with_local(Kind::number, numbers(depth - 1), depth, macro.c_str());
    case 1:
      return with_local(Kind::text, texts(depth - 1), depth, macro.c_str());
    case 2: {
      const std::string index = fresh(), row = fresh(), range = objects(depth - 1);
      locals_.push_back({index, Kind::number});
      locals_.push_back({row, Kind::row});
      const std::string made =
          range + pick({".all(", ".exists("}) + index + ", " + row + ", " + condition(depth) + ")";
      locals_.resize(locals_.size() - 2);
      return made;
    }
    default:
      return with_local(Kind::row, objects(depth - 1), depth, macro.c_str());
  }
}

std::string RuleGenerator::membership(int depth) {
  switch (below(random_, 5)) {
    case 0:
      return "(" + text(depth) + " in ['x', 'SDS', 'gel'])";
    case 1:
      return "(" + number(depth) + " in [1, 2, 3])";
    case 2:
      return "(" + number(depth) + " in " + numbers(depth) + ")";
    case 3:
      return "(dyn(" + text(depth) + ") in dyn([1, 'x', null]))";
    default:
      return "(" + text(depth) + " in " + texts(depth) + ")";
  }
}

}  // namespace verilot::plan
