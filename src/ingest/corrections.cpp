#include "ingest/corrections.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "digest/digest.h"
#include "ingest/certificate_fields.h"
#include "ingest/certificate_paths.h"
#include "ingest/lexicon.h"
#include "model/date.h"
#include "yaml/yaml.h"

namespace verilot {
namespace {

const std::vector<std::string> kFileKeys = {"document", "sha256", "signed_off", "corrections"};
const std::vector<std::string> kSignKeys = {"by", "role", "date"};
const std::vector<std::string> kKeys = {"at",   "page",  "box", "line",     "pointer",
                                        "read", "value", "row", "complete", "reason"};

// Members of a map, where a blank one is as good as none.
bool is_given(const YamlNode& map, std::string_view key) {
  const YamlNode* member = map.find(key);
  return member != nullptr && !member->is_blank() &&
         !(member->is_scalar() && member->text.empty() && !member->quoted);
}

std::optional<double> number_of(const YamlNode& node) {
  double value = 0;
  const char* end = node.text.data() + node.text.size();
  const auto read = std::from_chars(node.text.data(), end, value);
  if (!node.is_scalar() || read.ec != std::errc{} || read.ptr != end || !std::isfinite(value))
    return std::nullopt;
  return value;
}

class Corrector {
 public:
  Corrector(CertificateFile& file, const DocumentFile& document, const Tables& tables)
      : file_(file), document_(document), lexicon_(tables) {}

  void apply(const DocumentFile& corrections) {
    const LoadedYaml loaded = load_yaml(corrections.bytes, corrections.name);
    add_all(loaded.problems);
    if (any_error(loaded.problems)) return;
    refuse_unknown_keys(loaded.root, kFileKeys, file_.problems);
    if (!loaded.root.is_map() || !is_bound(loaded.root) || !is_signed(loaded.root)) return;
    const YamlNode* list = loaded.root.find("corrections");
    if (list == nullptr || !list->is_list())
      return refuse(loaded.root, "'corrections' must be a list of corrections");
    if (list->items.size() > kMaxCorrections)
      return refuse(*list, "more than " + std::to_string(kMaxCorrections) +
                               " corrections of one document: ask for a better copy");
    for (const YamlNode& item : list->items) apply_one(item);
  }

 private:
  void add_all(const Problems& problems) {
    file_.problems.insert(file_.problems.end(), problems.begin(), problems.end());
  }
  void refuse(const YamlNode& node, std::string why) {
    file_.problems.push_back({ProblemLevel::error, node.where, std::move(why)});
  }

  // A changed document voids its corrections: they were made for other words.
  bool is_bound(const YamlNode& root) {
    if (text_member(root, "sha256", file_.problems) == sha256_of({document_.bytes})) return true;
    refuse(root, "the corrections were made for other bytes than those of " + document_.name +
                     " (its sha256 differs), so none is applied; review the document again: "
                     "verilot ingest --review " +
                     document_.name);
    return false;
  }

  bool is_signed(const YamlNode& root) {
    const YamlNode* sign = root.find("signed_off");
    if (sign != nullptr && sign->is_map()) {
      refuse_unknown_keys(*sign, kSignKeys, file_.problems);
      const std::string date = text_member(*sign, "date", file_.problems);
      if (is_given(*sign, "by") && is_given(*sign, "role") && parse_date(date)) {
        by_ = text_member(*sign, "by", file_.problems) + ", " +
              text_member(*sign, "role", file_.problems) + ", on " + date;
        return true;
      }
    }
    refuse(sign == nullptr ? root : *sign,
           "the corrections are not signed off, so none is applied; write signed_off: { by: NAME, "
           "role: WHAT THEY ARE, date: 2026-11-22 }");
    return false;
  }

  void apply_one(const YamlNode& item) {
    refuse_unknown_keys(item, kKeys, file_.problems);
    if (!item.is_map()) return;
    const bool value = is_given(item, "value");
    const bool row = is_given(item, "row");
    const bool complete = is_given(item, "complete");
    if (!value && !row && !complete) return;  // an entry of the form that was left open
    if (value + row + complete != 1)
      return refuse(item, "a correction gives one of value, row and complete");
    if (!is_given(item, "reason"))
      return refuse(item, "a correction says why: reason: The paper original shows 3.41 mg.");
    const std::string at = text_member(item, "at", file_.problems);
    const auto path = parse_certificate_path(at);
    if (!path || path->certificate >= file_.certificates.size())
      return refuse(item, "'" + at + "' names no value of " + document_.name +
                              "; expected such as certificates[0].tests[2].result");
    if (value) return correct(item, *path);
    if (row) return add_row(item, *path);
    complete_certificate(item, *path);
  }

  void correct(const YamlNode& item, CertificatePath path) {
    if (path.field.empty()) return refuse(item, "'at' names no single value");
    const std::string read = text_member(item, "read", file_.problems);
    Printed* now = find_read(item, read, path);
    if (now == nullptr && (is_given(item, "read") || find_value(file_, path) != nullptr))
      return void_one(item, path, read);
    Printed corrected{text_member(item, "value", file_.problems), place_of(item)};
    if (now != nullptr && item.find("page") == nullptr) corrected.where = now->where;
    corrected.where.correction = words_of(item, read, corrected.text);
    if (is_date(path)) corrected = iso_only(corrected, file_.problems);
    if (!put_value(file_, path, corrected))
      return refuse(item, "there is no row " + to_string(path));
    recognise(path);
  }

  static bool is_date(const CertificatePath& path) {
    return path.date || path.field == "started" || path.field == "completed";
  }

  // The value that was read so at that path, or in another row at that place of the page.
  Printed* find_read(const YamlNode& item, const std::string& read, CertificatePath& path) {
    Printed* named = find_value(file_, path);
    if (named != nullptr && named->text == read) return named;
    const SourceLocation place = place_of(item);
    Printed* found = nullptr;
    for_each_value(file_, [&](const CertificatePath& other, Printed& value) {
      const bool same = other.certificate == path.certificate && other.field == path.field &&
                        other.date == path.date && value.text == read && place.box != Box{} &&
                        value.where.page == place.page && meet(value.where.box, place.box);
      if (!same) return;
      path = other;
      found = &value;
    });
    return found;
  }

  static bool meet(const Box& a, const Box& b) {
    return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
  }

  // What is read now is not what the person saw: neither is to be relied on.
  void void_one(const YamlNode& item, const CertificatePath& path, const std::string& read) {
    Printed* now = find_value(file_, path);
    refuse(item, to_string(path) + " was corrected where '" + read + "' was read, but " +
                     (now == nullptr ? "nothing is read there" : "'" + now->text + "' is read") +
                     " now; review it again");
    if (now != nullptr && now->doubt.empty()) now->doubt = "a correction of it no longer fits";
  }

  std::string words_of(const YamlNode& item, const std::string& read, const std::string& value) {
    const std::string reason = text_member(item, "reason", file_.problems);
    if (read == value) return "confirmed by " + by_ + ": " + reason;
    return "corrected by " + by_ + (read.empty() ? "" : ", read as '" + read + "'") + ": " + reason;
  }

  SourceLocation place_of(const YamlNode& item) {
    SourceLocation place;
    place.file = document_.name;
    const auto whole = [&](const char* key) {
      const YamlNode* node = item.find(key);
      const auto number = node == nullptr ? std::nullopt : number_of(*node);
      return number && *number >= 1 && *number < 1e6 ? static_cast<int>(*number) : 0;
    };
    place.page = whole("page");
    place.line = whole("line");
    if (item.find("pointer") != nullptr)
      place.pointer = text_member(item, "pointer", file_.problems);
    if (const YamlNode* box = item.find("box")) place.box = box_of(*box);
    return place;
  }

  Box box_of(const YamlNode& node) {
    std::vector<double> edges;
    for (const YamlNode& edge : node.items) {
      if (const auto number = number_of(edge)) edges.push_back(*number);
    }
    if (edges.size() == 4) return {edges[0], edges[1], edges[2], edges[3]};
    refuse(node, "'box' must be four numbers: [left, top, right, bottom] in points");
    return {};
  }

  // The identifiers follow what is printed.
  void recognise(const CertificatePath& path) {
    if (!path.test) return;
    CertificateTest& test = file_.certificates[path.certificate].tests[*path.test];
    test.analyte_id = lexicon_.analyte_id(test.analyte.text);
    if (test.method) test.method_id = lexicon_.method_id(test.method->text, test.analyte_id);
  }

  void add_row(const YamlNode& item, const CertificatePath& path) {
    const YamlNode& row = *item.find("row");
    std::vector<std::string> known = test_field_names();
    known.insert(known.end(), {"analyte", "section"});
    refuse_unknown_keys(row, known, file_.problems);
    if (!path.tests || !row.is_map() || !is_given(row, "analyte"))
      return refuse(item, "a row is added at certificates[0].tests and names its analyte");
    SourceLocation where = place_of(item);
    where.correction = words_of(item, "", "row");
    CertificateTest test;
    test.where = where;
    for (const std::string& key : row.keys) {
      const Printed printed{text_member(row, key, file_.problems), where};
      if (key == "analyte") test.analyte = printed;
      if (key == "section") test.section = printed.text;
      if (std::optional<Printed>* member = field_of(test, key)) *member = printed;
    }
    auto& tests = file_.certificates[path.certificate].tests;
    tests.push_back(std::move(test));
    recognise({path.certificate, tests.size() - 1});
  }

  void complete_certificate(const YamlNode& item, const CertificatePath& path) {
    bool complete = false;
    if (!path.field.empty() || path.tests || !is_boolean(*item.find("complete"), complete))
      return refuse(item,
                    "complete: true is said of certificates[0], where all its rows are given");
    Certificate& certificate = file_.certificates[path.certificate];
    if (!complete || certificate.incomplete.empty()) return;
    certificate.table.correction =
        "said to be complete by " + by_ + ": " + text_member(item, "reason", file_.problems);
    certificate.incomplete.clear();
  }

  CertificateFile& file_;
  const DocumentFile& document_;
  Lexicon lexicon_;
  std::string by_;  // who signed, as places show it
};

}  // namespace

std::string corrections_name(const std::string& document) { return document + ".corrections.yaml"; }

CertificateFile read_certificates(const DocumentFile& document,
                                  const std::optional<DocumentFile>& corrections,
                                  const Tables& tables) {
  CertificateFile file = read_certificate_file(document, tables);
  if (corrections) Corrector(file, document, tables).apply(*corrections);
  return file;
}

}  // namespace verilot
