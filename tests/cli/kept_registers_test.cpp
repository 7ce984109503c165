// What check and report tell of the copies of registers that were asked.
#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "commands.h"
#include "digest/digest.h"

using namespace verilot;
using Json = nlohmann::json;

namespace {

// A supplier whose registration has ended, and the register that says so.
struct Kept {
  TemporaryFolder folder;
  std::string state = (folder.path / "state").string();
  std::string dossier = folder.with("vial.json", R"({"product": {"name": "vial"}, "markets": ["US"],
                       "supplier": {"name": "Norden Cells Inc", "fei": "3009990002"}})");

  Kept() {
    std::string text =
        "FEI,Establishment Name,Status,Registration Year\n"
        "3009990002,NORDEN CELLS INC,Inactive,2026\n";
    // Fewer than a hundred would be an extract.
    for (int i = 100; i < 200; ++i)
      text +=
          "3100000" + std::to_string(i) + ",ZUBROWKA " + std::to_string(i) + ",Registered,2026\n";
    const Ran ran = run({"registers", "import", folder.with("export.csv", text), "--source",
                         "us-fda-hctp-establishments", "--date", "2026-11-20", "--sha256",
                         sha256_of({text}), "--state", state, "--packs", kRoot});
    CAPTURE(ran.err);
    REQUIRE(ran.code == 0);
  }
  Ran check(std::vector<std::string> more) const {
    std::vector<std::string> words = {"check", dossier,          "--packs",
                                      kRoot,   "--jurisdiction", "us-fda"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
};

bool is_of(const Json& value, const std::string& type) {
  return type == "object"    ? value.is_object()
         : type == "array"   ? value.is_array()
         : type == "string"  ? value.is_string()
         : type == "boolean" ? value.is_boolean()
         : type == "integer" ? value.is_number_integer()
         : type == "number"  ? value.is_number()
                             : value.is_null();
}

std::string fault(const Json& value, const Json& schema, const std::string& at = "");

std::string fault_of_members(const Json& object, const Json& schema, const std::string& at) {
  for (const Json& name : schema.value("required", Json::array()))
    if (!object.contains(name.get<std::string>())) return at + "/" + name.get<std::string>();
  const Json properties = schema.value("properties", Json::object());
  for (const auto& [key, member] : object.items()) {
    const std::string place = at + "/" + key;
    if (!properties.contains(key) &&
        schema.value("additionalProperties", Json(true)) == Json(false))
      return place;
    if (!properties.contains(key)) continue;
    if (const std::string found = fault(member, properties[key], place); !found.empty())
      return found;
  }
  return "";
}

// Where a value is not as the keywords of the project's schemas say; "" where all of it is.
std::string fault(const Json& value, const Json& schema, const std::string& at) {
  const auto fits = [&](const Json& one) { return fault(value, one, at).empty(); };
  if (schema.contains("type") && !is_of(value, schema["type"].get<std::string>())) return at;
  if (schema.contains("const") && value != schema["const"]) return at;
  if (schema.contains("enum") && std::ranges::count(schema["enum"], value) == 0) return at;
  if (schema.contains("anyOf") && std::ranges::none_of(schema["anyOf"], fits)) return at;
  if (value.is_object()) return fault_of_members(value, schema, at);
  for (std::size_t i = 0; schema.contains("items") && i < value.size(); ++i)
    if (const std::string found = fault(value[i], schema["items"], at + "/" + std::to_string(i));
        !found.empty())
      return found;
  return "";
}

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("check: the head names the registers that were asked, and which is out of date") {
  const Kept kept;
  const Ran now = kept.check({"--state", kept.state});
  CHECK(now.code == 1);
  CHECK(now.out.find("lists     1 register, the oldest of 2026-11-20\n") != std::string::npos);
  CHECK(now.out.find("register.standing") != std::string::npos);
  const Ran later = kept.check({"--state", kept.state, "--as-of", "2026-12-30"});
  CHECK(later.out.find("out of date:") != std::string::npos);
  CHECK(later.out.find("us-fda-hctp-establishments of 2026-11-20") != std::string::npos);
}

TEST_CASE("check: where no registers are kept nothing is looked up and nothing is said") {
  const Kept kept;
  const Ran none = kept.check({});
  CHECK(none.out.find("lists  ") == std::string::npos);
  CHECK(none.out.find("register.") == std::string::npos);
  CHECK(kept.check({"--state", kept.folder.path.string()}).out == none.out);
  CHECK(!Json::parse(kept.check({"-o", "json"}).out).contains("registers"));
}

TEST_CASE("check: the JSON result with registers is as its schema says") {
  const Kept kept;
  const Json schema = Json::parse(run({"schema", "result"}).out);
  Json result = Json::parse(kept.check({"--state", kept.state, "-o", "json"}).out);
  REQUIRE(result.at("registers").size() == 1);
  const Json& copy = result["registers"][0];
  CHECK(copy.at("id") == "us-fda-hctp-establishments");
  CHECK(copy.at("title") == "Human cell and tissue establishments (HCTERS public query)");
  CHECK(copy.at("date") == "2026-11-20");
  CHECK(copy.at("sha256").get<std::string>().size() == 64);
  CHECK(copy.at("complete") == true);
  CHECK(copy.at("stale") == false);
  CHECK(fault(result, schema) == "");
  result["registers"][0]["stale"] = "no";
  CHECK(fault(result, schema) == "/registers/0/stale");
}

TEST_CASE("check: a page shows the copies, the exchange formats have the finding of a register") {
  const Kept kept;
  const auto file = [&](const char* name) { return (kept.folder.path / name).string(); };
  kept.check({"--state", kept.state, "-o", "html=" + file("a.html"), "-o",
              "sarif=" + file("a.sarif"), "-o", "junit=" + file("a.xml"), "-o",
              "csv=" + file("a.csv")});
  CHECK(text_of(file("a.html")).find("Registers that were asked") != std::string::npos);
  CHECK(text_of(file("a.html")).find("<td>2026-11-20</td><td>complete</td>") != std::string::npos);
  for (const char* name : {"a.html", "a.sarif", "a.xml", "a.csv"})
    CHECK(text_of(file(name)).find("register.standing") != std::string::npos);
}

TEST_CASE("report: a stored run names the copies that it asked, when they are there no more") {
  const Kept kept;
  const std::string store = (kept.folder.path / "audits.db").string();
  run({"audit", "run", kept.folder.with("all.ndjson", R"({"id":"A","product":{"name":"x"}})"),
       "--store", store, "--packs", kRoot, "--state", kept.state, "--as-of", "2026-11-22"});
  fs::remove_all(kept.state);
  const Ran told = run({"report", "last", "--store", store});
  CHECK(told.out.find("lists     1 register, the oldest of 2026-11-20\n") != std::string::npos);
}

TEST_CASE("state: a flag is stronger than the environment, for every subcommand that has it") {
  const Kept kept;  // imported with --state, while VERILOT_STATE_DIR names another folder
  CHECK(fs::exists(fs::path(kept.state) / "registers"));
  const auto copies = [&](std::vector<std::string> more) {
    std::vector<std::string> words = {
        "registers", "status", "--packs", kRoot,
        "-o",        "json",   "--only",  "us-fda-hctp-establishments"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words).out;
  };
  CHECK(copies({"--state", kept.state}).find("2026-11-20") != std::string::npos);
  CHECK(copies({}).find("2026-11-20") == std::string::npos);
  const std::string store = (kept.folder.path / "other.db").string();
  const std::string named = (kept.folder.path / "named.db").string();
  setenv("VERILOT_STORE", named.c_str(), 1);
  const Ran ran = run({"audit", "list", "--store", store});
  unsetenv("VERILOT_STORE");
  CHECK(ran.err.find(store + " does not exist") != std::string::npos);
}

TEST_CASE("tests: registers of whoever runs them are not seen") {
  const char* named = std::getenv("VERILOT_STATE_DIR");
  REQUIRE(named != nullptr);
  CHECK(!fs::exists(fs::path(named) / "registers"));
}
