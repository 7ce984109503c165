#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "commands.h"

using namespace verilot;
using nlohmann::json;

namespace {

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// A root with the project's shared rules and one pack of its own, `own`.
struct OwnRoot {
  TemporaryFolder folder;
  fs::path root;

  explicit OwnRoot(const std::string& name = "root") : root(folder.path / name) {
    fs::create_directories(root / "jurisdictions/own");
    fs::copy(kRoot + "/rules", root / "rules", fs::copy_options::recursive);
    write("pack.yaml",
          "id: own\nversion: '1'\ntitle: Own\ncountry: XO\nlaw_as_found: 2026-11-22\n");
    write("a.yaml", rules("high", "product.name != null"));
  }
  static std::string rules(const std::string& severity, const std::string& require) {
    return "rules:\n  - id: own.a\n    title: A\n    subject: product\n    severity: " + severity +
           "\n    ground: safety\n    parameters: { least: 5 }\n    require: " + require +
           "\n    versions:\n      - { until: 2019-12-31, severity: low }\n";
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(root / "jurisdictions/own" / name, std::ios::binary) << text;
  }
};

}  // namespace

TEST_CASE("packs fmt: --check names what is not in form and changes nothing, fmt writes it once") {
  const OwnRoot own;
  const std::string packs = own.root.string();
  own.write("b.yaml",
            "rules:\n- title: B\n  # kept\n  ground: safety\n  id: own.b\n  require: 'true'\n");
  const std::string before = text_of(own.root / "jurisdictions/own/b.yaml");
  const Ran checked = run({"packs", "fmt", "own", "--check", "--packs", packs});
  CHECK(checked.code == 10);
  CHECK(checked.out == "jurisdictions/own/b.yaml\n3 files, 1 not in canonical form\n");
  CHECK(text_of(own.root / "jurisdictions/own/b.yaml") == before);
  CHECK(run({"packs", "fmt", "own", "--packs", packs}).code == 0);
  CHECK(
      text_of(own.root / "jurisdictions/own/b.yaml") ==
      "rules:\n  - id: own.b\n    title: B\n    # kept\n    ground: safety\n    require: 'true'\n");
  CHECK(run({"packs", "fmt", "own", "--check", "--packs", packs}).out ==
        "3 files, 0 not in canonical form\n");
}

TEST_CASE("packs fmt: a file that is not YAML is left with its place, the others are written") {
  const OwnRoot own;
  own.write("b.yaml", "rules: [\n");
  own.write("c.yaml", "rules:\n- id: own.c\n");
  const Ran ran = run({"packs", "fmt", "own", "--packs", own.root.string()});
  CHECK(ran.code == 10);
  CHECK(ran.err.find("jurisdictions/own/b.yaml:2:1: error: this is not YAML") == 0);
  CHECK(text_of(own.root / "jurisdictions/own/b.yaml") == "rules: [\n");
  CHECK(text_of(own.root / "jurisdictions/own/c.yaml") == "rules:\n  - id: own.c\n");
}

TEST_CASE("packs fmt: a pack that is not there is a wrong word") {
  CHECK(run({"packs", "fmt", "us-fdaa", "--packs", kRoot}).code == 64);
}

TEST_CASE("packs resolve: the rules as they read on a day, with one hash over what they say") {
  const OwnRoot own;
  const auto resolve = [&](std::vector<std::string> more) {
    std::vector<std::string> words = {"packs",  "resolve", "own",
                                      "--json", "--packs", own.root.string()};
    words.insert(words.end(), more.begin(), more.end());
    return json::parse(run(words).out);
  };
  const json now = resolve({"--as-of", "2026-11-22"});
  const json& rule = now["rules"][0];
  CHECK(rule["id"] == "own.a");
  CHECK(rule["severity"] == "high");
  CHECK(rule["parameters"]["least"] == "5");
  CHECK(rule["in_force"] == true);
  CHECK(resolve({"--as-of", "2026-11-23"})["sha256"] == now["sha256"]);
  const json then = resolve({"--as-of", "2019-12-31"});
  CHECK(then["rules"][0]["severity"] == "low");
  CHECK(then["sha256"] != now["sha256"]);
  own.write("a.yaml", OwnRoot::rules("high", "product.name != null && true"));
  CHECK(resolve({"--as-of", "2026-11-22"})["sha256"] != now["sha256"]);
}

TEST_CASE("packs resolve: a tailoring file is in the list and in the hash") {
  const OwnRoot own;
  const std::string file = own.folder.with(
      "own.yaml",
      "changes:\n  - {rule: own.a, parameters: {least: 6}, reason: r, who: w, date: 2026-11-01}\n");
  const std::vector<std::string> plain = {"packs", "resolve", "own", "--packs", own.root.string()};
  std::vector<std::string> tailored = plain;
  tailored.insert(tailored.end(), {"--tailor", file});
  const std::string with = run(tailored).out, without = run(plain).out;
  CHECK(with.find("parameters: least = 6") != std::string::npos);
  CHECK(with.find("tailored: parameter least set from 5 to 6 by") != std::string::npos);
  CHECK(with.find(", 1 tailored\n") != std::string::npos);
  CHECK(without.find(", 0 tailored\n") != std::string::npos);
  CHECK(with.substr(with.rfind("sha256")) != without.substr(without.rfind("sha256")));
}

TEST_CASE("packs resolve: the rules are those that a check judges by") {
  const json resolved = json::parse(
      run({"packs", "resolve", "us-fda", "--json", "--packs", kRoot, "--as-of", "2026-11-22"}).out);
  const json checked =
      json::parse(run({"check", kRoot + "/fixtures/clinic/laser-cap-cleared", "--jurisdiction",
                       "us-fda", "--packs", kRoot, "--as-of", "2026-11-22", "-o", "json"})
                      .out);
  for (std::size_t i = 0; i < resolved["packs"].size(); ++i)
    CHECK(resolved["packs"][i]["hash"] == checked["packs"][i]["hash"]);
  std::set<std::string> known;
  for (const auto& rule : resolved["rules"]) known.insert(rule["id"].get<std::string>());
  for (const auto& finding : checked["dossiers"][0]["findings"]) {
    const auto rule = finding["rule"].get<std::string>();
    if (rule.ends_with(".pathway")) continue;
    CAPTURE(rule);
    CHECK(known.count(rule) == 1);
  }
}

TEST_CASE("packs diff: nothing changed is exit 0, and each change is named with both sides") {
  const OwnRoot own;
  const fs::path after = own.folder.path / "after";
  fs::copy(own.root, after, fs::copy_options::recursive);
  const auto diff = [&](std::vector<std::string> more) {
    std::vector<std::string> words = {"packs", "diff", own.root.string(), after.string()};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  };
  CHECK(diff({}).code == 0);
  CHECK(diff({}).out == "0 added, 0 removed, 0 changed\n");
  std::ofstream(after / "jurisdictions/own/a.yaml")
      << OwnRoot::rules("low", "product.name == \"X\"") +
             "  - {id: own.b, title: B, ground: safety, require: 'true'}\n";
  const Ran ran = diff({});
  CHECK(ran.code == 1);
  CHECK(ran.out ==
        "own 1\n  changed  rule own.a\n      require: product.name != null -> product.name == "
        "\"X\"\n      severity: high -> low\n  added    rule own.b\n1 added, 0 removed, 1 "
        "changed\n");
  const std::string dossier =
      own.folder.with("d.yaml", "product: {name: Y, kind: exosome}\nmarkets: [XO]\n");
  const Ran on = diff({"--on", dossier, "--jurisdiction", "own"});
  CHECK(on.code == 1);
  CHECK(on.out.find("own.a product: pass high -> fail low") != std::string::npos);
  CHECK(on.out.find("own.b dossier: (none) -> pass high") != std::string::npos);
}

TEST_CASE("packs diff: a verdict that changes is told with the rules that change it") {
  const OwnRoot own;
  const fs::path after = own.folder.path / "after";
  fs::copy(own.root, after, fs::copy_options::recursive);
  std::ofstream(after / "jurisdictions/own/a.yaml")
      << OwnRoot::rules("critical", "product.name == \"X\"");
  const std::string dossier = own.folder.with("d.yaml", "product: {name: Y, kind: exosome}\n");
  const Ran ran = run({"packs", "diff", (own.root / "jurisdictions/own").string(),
                       (after / "jurisdictions/own").string(), "--on", dossier});
  CHECK(ran.code == 1);
  CHECK(ran.out.find("own CLEAR -> REJECT by own.a") != std::string::npos);
  CHECK(ran.out.find("1 verdict, 1 finding changed on 1 dossier") != std::string::npos);
}

TEST_CASE("packs diff: a pack is not compared with a whole root, and a broken one is refused") {
  const OwnRoot own;
  const std::string root = own.root.string();
  CHECK(run({"packs", "diff", root, root + "/jurisdictions/own"}).code == 64);
  CHECK(run({"packs", "diff", root, root + "/nowhere"}).code == 66);
  CHECK(run({"packs", "diff", root, root + "/jurisdictions"}).code == 66);
  own.write("a.yaml", OwnRoot::rules("hihg", "product.name != null"));
  CHECK(run({"packs", "diff", root, root}).code == 10);
}
