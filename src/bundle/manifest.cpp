#include "bundle/manifest.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace verilot {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kMostDepth = 60;
constexpr std::size_t kMostName = 60;

std::string dumped(const Json& json, int indent = 1) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

template <class Value, class Read>
Value read_as(const std::string& file, const nlohmann::json& json, const Read& read) {
  try {
    return read(json);
  } catch (const nlohmann::json::exception& fault) {
    throw BundleFault(file + " is not as a bundle of this version has it: " + fault.what());
  }
}

bool is_digest(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::string digest_in(const nlohmann::json& json, const char* key, const std::string& file) {
  std::string digest = json.at(key).get<std::string>();
  if (!is_digest(digest)) throw BundleFault(file + " holds a " + key + " that is no SHA-256");
  return digest;
}

Json run_json(const BundleManifest& m) {
  Json run = {{"id", m.run},
              {"inventory", m.inventory},
              {"as_of", m.as_of},
              {"started", m.started},
              {"finished", m.finished},
              {"software", m.judged_by},
              {"jurisdictions", m.jurisdictions},
              {"rules", m.rules}};
  if (m.tailoring)
    run["tailoring"] = {{"file", m.tailoring->file}, {"sha256", m.tailoring->sha256}};
  return run;
}

void read_run(const nlohmann::json& json, BundleManifest& m) {
  m.run = json.at("id").get<long>();
  m.inventory = json.at("inventory").get<std::string>();
  m.as_of = json.at("as_of").get<std::string>();
  m.started = json.at("started").get<std::string>();
  m.finished = json.at("finished").get<std::string>();
  m.judged_by = json.at("software").get<std::string>();
  m.jurisdictions = json.at("jurisdictions").get<std::vector<std::string>>();
  m.rules = digest_in(json, "rules", kManifestFile);
  if (!json.contains("tailoring")) return;
  const nlohmann::json& own = json["tailoring"];
  m.tailoring = {own.at("file").get<std::string>(), digest_in(own, "sha256", kManifestFile)};
}

BundleManifest manifest_in(const nlohmann::json& json) {
  const std::string format = json.at("format").get<std::string>();
  if (format != kBundleFormat)
    throw BundleFault("manifest.json: the format '" + format + "' is not known to this version, " +
                      "which reads " + kBundleFormat);
  BundleManifest m;
  m.software = json.at("software").get<std::string>();
  read_run(json.at("run"), m);
  m.inputs = json.at("inputs").get<bool>();
  m.pages = json.at("pages").get<bool>();
  const nlohmann::json& counts = json.at("counts");
  const auto count = [&](const char* key) { return counts.at(key).get<std::size_t>(); };
  m.counts = {count("dossiers"), count("outcomes"), count("inputs"), count("waivers"),
              count("pages")};
  for (const nlohmann::json& file : json.at("files"))
    m.files.push_back({file.at("path").get<std::string>(), digest_in(file, "sha256", kManifestFile),
                       file.at("size").get<std::uint64_t>()});
  return m;
}

BundledDossier dossier_in(const nlohmann::json& json, const std::string& file) {
  BundledDossier d;
  d.item = json.at("item").get<std::string>();
  d.dossier = json.at("dossier").get<std::string>();
  d.path = json.at("path").get<std::string>();
  if (json.contains("line_of")) {
    d.line_of = json["line_of"].get<std::string>();
    d.line = json.at("line").get<int>();
    if (d.line_of.empty() || d.line_of.find('/') != std::string::npos || d.line_of == "..")
      throw BundleFault(file + ": 'line_of' is no name of a file");
  }
  for (const nlohmann::json& input : json.at("inputs"))
    d.inputs.push_back({input.at("name").get<std::string>(), digest_in(input, "sha256", file),
                        input.at("size").get<std::uint64_t>()});
  return d;
}

}  // namespace

nlohmann::json parse_bundled(const std::string& text, const std::string& file) {
  const auto shallow = [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
    if (depth > kMostDepth) throw BundleFault(file + " is nested deeper than results are");
    return true;
  };
  try {
    return nlohmann::json::parse(text, shallow);
  } catch (const nlohmann::json::exception&) {
    throw BundleFault(file + " is no JSON");
  }
}

// One file a line, so that two manifests can be compared by eye.
std::string manifest_text(const BundleManifest& m) {
  const Json head = {{"format", kBundleFormat},
                     {"software", m.software},
                     {"run", run_json(m)},
                     {"inputs", m.inputs},
                     {"pages", m.pages},
                     {"counts",
                      {{"dossiers", m.counts.dossiers},
                       {"outcomes", m.counts.outcomes},
                       {"inputs", m.counts.inputs},
                       {"waivers", m.counts.waivers},
                       {"pages", m.counts.pages}}}};
  std::string text = dumped(head);
  text.resize(text.size() - 2);  // its end: a line break and a brace
  text += ",\n \"files\": [";
  const char* before = "\n  ";
  for (const BundleFile& file : m.files) {
    text +=
        before + dumped({{"path", file.path}, {"sha256", file.sha256}, {"size", file.size}}, -1);
    before = ",\n  ";
  }
  return text + "\n ]\n}\n";
}

BundleManifest read_manifest(const std::string& text) {
  return read_as<BundleManifest>(kManifestFile, parse_bundled(text, kManifestFile), manifest_in);
}

std::string dossier_text(const BundledDossier& d) {
  Json json = {{"item", d.item}, {"dossier", d.dossier}, {"path", d.path}};
  if (!d.line_of.empty()) {
    json["line_of"] = d.line_of;
    json["line"] = d.line;
  }
  json["inputs"] = Json::array();
  for (const BundledInput& input : d.inputs)
    json["inputs"].push_back(
        {{"name", input.name}, {"sha256", input.sha256}, {"size", input.size}});
  return dumped(json) + "\n";
}

BundledDossier read_bundled_dossier(const std::string& text, const std::string& file) {
  return read_as<BundledDossier>(file, parse_bundled(text, file), [&](const nlohmann::json& json) {
    return dossier_in(json, file);
  });
}

std::string plain_name(const std::string& name) {
  std::string plain;
  for (const char c : name.substr(0, kMostName)) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '_' || c == '.';
    plain += fits ? c : '_';
  }
  return plain;
}

std::string stem_of(std::size_t number, const std::string& item) {
  std::string digits = std::to_string(number);
  if (digits.size() < 5) digits.insert(0, 5 - digits.size(), '0');
  return digits + "-" + plain_name(item);
}

std::string input_path(const BundledInput& input) {
  const std::size_t dot = input.name.rfind('.');
  std::string ending = input.name.empty() ? ".json" : "";
  if (dot != std::string::npos && dot > 0 && input.name.size() - dot <= 6 &&
      plain_name(input.name.substr(dot)) == input.name.substr(dot))
    ending = input.name.substr(dot);
  return "inputs/" + input.sha256 + ending;
}

std::string readme_text(const BundleManifest& m) {
  const auto number = [](std::size_t count) { return std::to_string(count); };
  std::string text =
      "Evidence of an audit by verilot\n"
      "===============================\n\n"
      "Run " +
      std::to_string(m.run) + " of " + m.inventory + ", judged as of " + m.as_of + " by verilot " +
      m.judged_by + ".\n" + "It has " + number(m.counts.dossiers) + " dossiers with " +
      number(m.counts.outcomes) +
      " outcomes.\n\n"
      "To judge all of it again, on any machine that has verilot and no network:\n\n"
      "    verilot evidence verify THIS-FILE.zip\n\n"
      "results/    what was found, a file for each dossier (`verilot schema result`)\n"
      "dossiers/   under the same name, what the dossier was read from: the names, sizes and\n"
      "            SHA-256 of its files\n";
  text += m.inputs ? "inputs/     those files, each under its SHA-256\n"
                   : "            The files themselves were left out of this bundle by choice, so\n"
                     "            that their outcomes cannot be judged again from it alone.\n";
  if (m.pages)
    text +=
        "pages/      the pages of documents that findings rest on, with the places outlined;\n"
        "            open them in a browser\n";
  text +=
      "registers/  what public registers said of a dossier's parties, and which copies were asked\n"
      "waivers/    the waivers that stood when a dossier was judged, one a line\n"
      "packs/      the rules and clauses as they were used\n";
  if (m.tailoring) text += "tailoring.yaml   the clinic's own changes to them\n";
  return text +
         "manifest.json   the size and SHA-256 of every other file (`verilot schema bundle`)\n\n"
         "A bundle shows that its outcomes follow from its files. That nothing was left out, and\n"
         "who made it, it does not show: compare its own SHA-256 with the one that `verilot\n"
         "evidence export` printed. verilot reports what its rules say about the evidence it "
         "read.\n";
}

}  // namespace verilot
