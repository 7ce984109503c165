#include "registry/source.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "digest/digest.h"

namespace fs = std::filesystem;

namespace verilot {

namespace {

constexpr const char* kShared = "rules";

// The tree as one text in which no two trees are alike.
void put(const YamlNode& node, std::string& text) {
  text += std::to_string(node.text.size()) + ":" + node.text + "[";
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    if (node.is_map()) text += std::to_string(node.keys[i].size()) + ":" + node.keys[i] + "=";
    put(node.items[i], text);
  }
  text += "]";
}

class SourceReader {
 public:
  explicit SourceReader(Problems& problems) : problems_(problems) {}

  RegisterSource source(const YamlNode& node);

 private:
  void problem(const YamlNode& at, std::string message) {
    problems_.push_back({ProblemLevel::error, at.where, std::move(message)});
  }
  std::string text(const YamlNode& map, const char* key) {
    return text_member(map, key, problems_);
  }
  std::string needed(const YamlNode& map, const char* key);
  template <typename Number>
  void number(const YamlNode& map, const char* key, Number& value);
  void boolean(const YamlNode& map, const char* key, bool& value);
  FieldMap field(const YamlNode& node);
  FieldMap field(const YamlNode& map, const char* key);
  NamedFields named_fields(const YamlNode& map, const char* key);
  EntryMap entry_map(const YamlNode& node);
  Paging paging(const YamlNode& node);
  NoneAnswer none(const YamlNode& node);
  RegisterFile file(const YamlNode& node);
  RegisterFormat format(const YamlNode& node);
  void read_words(const YamlNode& node, RegisterSource&);
  void read_times(const YamlNode& node, RegisterSource&);
  LabelledWords labelled_words(const YamlNode& map, const char* key);
  void read_standing(const YamlNode& node, RegisterSource&);
  void check_labels(const YamlNode& node, const RegisterSource&);
  void read_limits(const YamlNode& node, RegisterSource&);
  void read_key(const YamlNode& node, RegisterSource&);
  void read_files(const YamlNode& node, RegisterSource&);

  Problems& problems_;
};

std::string SourceReader::needed(const YamlNode& map, const char* key) {
  std::string value = text(map, key);
  if (value.empty()) problem(map, std::string("a register source needs `") + key + ":`");
  return value;
}

template <typename Number>
void SourceReader::number(const YamlNode& map, const char* key, Number& value) {
  const std::string written = text(map, key);
  if (written.empty()) return;
  const char* end = written.data() + written.size();
  Number read{};
  const auto [stopped, fault] = std::from_chars(written.data(), end, read);
  if (fault == std::errc() && stopped == end && read >= Number{})
    value = read;
  else
    problem(*map.find(key), std::string("`") + key + ": " + written + "` is not a number");
}

void SourceReader::boolean(const YamlNode& map, const char* key, bool& value) {
  const YamlNode* node = map.find(key);
  if (node != nullptr && !is_boolean(*node, value))
    problem(*node, std::string("`") + key + ":` is true or false");
}

FieldMap SourceReader::field(const YamlNode& node) {
  FieldMap map;
  if (node.is_scalar()) map.alternatives.push_back({node.text});
  if (node.is_map()) {
    refuse_unknown_keys(node, {"is"}, problems_);
    map.constant = text(node, "is");
  }
  for (const YamlNode& item : node.is_list() ? node.items : std::vector<YamlNode>{}) {
    std::vector<std::string> parts;
    if (item.is_scalar()) parts.push_back(item.text);
    for (const YamlNode& part : item.items)
      if (part.is_scalar()) parts.push_back(part.text);
    if (parts.empty()) problem(item, "expected a column, a JSON Pointer or a list of such");
    map.alternatives.push_back(std::move(parts));
  }
  return map;
}

FieldMap SourceReader::field(const YamlNode& map, const char* key) {
  const YamlNode* node = map.find(key);
  return node == nullptr ? FieldMap{} : field(*node);
}

NamedFields SourceReader::named_fields(const YamlNode& map, const char* key) {
  NamedFields fields;
  const YamlNode* node = map.find(key);
  if (node == nullptr) return fields;
  if (!node->is_map()) problem(*node, std::string("`") + key + ":` is a map of names to columns");
  for (std::size_t i = 0; node->is_map() && i < node->items.size(); ++i)
    fields.emplace_back(node->keys[i], field(node->items[i]));
  return fields;
}

EntryMap SourceReader::entry_map(const YamlNode& node) {
  refuse_unknown_keys(node,
                      {"each", "kind", "key", "name", "aliases", "address", "country", "status",
                       "identifiers", "dates", "details"},
                      problems_);
  EntryMap map{.each = text(node, "each"),
               .kind = needed(node, "kind"),
               .key = field(node, "key"),
               .name = field(node, "name"),
               .aliases = field(node, "aliases"),
               .address = field(node, "address"),
               .country = field(node, "country"),
               .status = field(node, "status"),
               .identifiers = named_fields(node, "identifiers"),
               .dates = named_fields(node, "dates"),
               .details = named_fields(node, "details")};
  if (map.name.empty() && map.identifiers.empty())
    problem(node, "`entries:` needs `name:` or `identifiers:`, by which an entry is found");
  return map;
}

Paging SourceReader::paging(const YamlNode& node) {
  refuse_unknown_keys(node, {"link_header", "token", "parameter"}, problems_);
  Paging paging{.token = text(node, "token"), .parameter = text(node, "parameter")};
  boolean(node, "link_header", paging.link_header);
  if (paging.token.empty() != paging.parameter.empty())
    problem(node, "`token:` and `parameter:` go together");
  return paging;
}

NoneAnswer SourceReader::none(const YamlNode& node) {
  refuse_unknown_keys(node, {"status", "at", "is"}, problems_);
  NoneAnswer none{.at = text(node, "at"), .is = text(node, "is")};
  number(node, "status", none.status);
  if (none.status == 0 || none.at.empty())
    problem(node, "`none:` needs `status:` and `at:`, what the answer for no such number has");
  return none;
}

RegisterFormat SourceReader::format(const YamlNode& node) {
  const std::string word = needed(node, "format");
  if (word == "json") return RegisterFormat::json;
  if (word == "tsv") return RegisterFormat::tsv;
  if (word != "csv") problem(node, "`format:` is csv, tsv or json");
  return RegisterFormat::csv;
}

RegisterFile SourceReader::file(const YamlNode& node) {
  refuse_unknown_keys(
      node,
      {"name", "address", "format", "content_types", "header", "columns", "begins_with", "blank",
       "windows_1252", "source_date", "total", "error_at", "requires", "paging", "none", "entries"},
      problems_);
  RegisterFile file{.name = needed(node, "name"),
                    .address = text(node, "address"),
                    .format = format(node),
                    .content_types = text_list_member(node, "content_types", problems_),
                    .begins_with = text(node, "begins_with"),
                    .blank = text(node, "blank"),
                    .source_date = text(node, "source_date"),
                    .total = text(node, "total"),
                    .error_at = text(node, "error_at"),
                    .requires_fields = text_list_member(node, "requires", problems_)};
  boolean(node, "header", file.header);
  boolean(node, "windows_1252", file.windows_1252);
  number(node, "columns", file.columns);
  if (!file.address.empty() && !file.address.starts_with("https://"))
    problem(node, "`address:` begins with https://");
  if (!file.header && file.columns == 0)
    problem(node, "a file without a header needs `columns:`, how many there are");
  if (const YamlNode* pages = node.find("paging")) file.paging = paging(*pages);
  if (const YamlNode* words = node.find("none")) file.none = none(*words);
  if (const YamlNode* entries = node.find("entries"))
    file.entries = entry_map(*entries);
  else
    problem(node, "a file needs `entries:`");
  return file;
}

void SourceReader::read_words(const YamlNode& node, RegisterSource& source) {
  source.id = needed(node, "id");
  source.title = needed(node, "title");
  source.publisher = needed(node, "publisher");
  source.what = needed(node, "what");
  source.means = needed(node, "means");
  source.does_not_mean = needed(node, "does_not_mean");
  source.licence = needed(node, "licence");
  source.page = text(node, "page");
  source.asked_kind = text(node, "asked_by");
  source.asked = !source.asked_kind.empty();
}

void SourceReader::read_times(const YamlNode& node, RegisterSource& source) {
  number(node, "refresh_days", source.refresh_days);
  number(node, "stale_after_days", source.stale_after_days);
  boolean(node, "stale_at_new_year", source.stale_at_new_year);
  number(node, "least_entries", source.least_entries);
  number(node, "least_share", source.least_share);
  source.date_forms = text_list_member(node, "date_forms", problems_);
  if (source.date_forms.empty()) source.date_forms = {"YYYY-MM-DD"};
  if (source.stale_after_days == 0) problem(node, "`stale_after_days:` is at least 1");
}

LabelledWords SourceReader::labelled_words(const YamlNode& map, const char* key) {
  LabelledWords words;
  const YamlNode* node = map.find(key);
  if (node != nullptr && !node->is_map())
    problem(*node, std::string("`") + key + ":` is a map of names of details to lists of words");
  for (std::size_t i = 0; node != nullptr && node->is_map() && i < node->items.size(); ++i)
    words.emplace_back(node->keys[i], text_list_member(*node, node->keys[i].c_str(), problems_));
  return words;
}

void SourceReader::read_standing(const YamlNode& node, RegisterSource& source) {
  source.current = text_list_member(node, "current", problems_);
  source.ended = text_list_member(node, "ended", problems_);
  source.ended_by = labelled_words(node, "ended_by");
  source.against = labelled_words(node, "against");
  const YamlNode* until = node.find("until");
  if (until == nullptr) return;
  if (!until->is_map()) return problem(*until, "`until:` is a map of names of dates to months");
  for (const std::string& label : until->keys) {
    source.until.emplace_back(label, 0);
    number(*until, label.c_str(), source.until.back().second);
  }
}

// A label that no file fills would decide nothing.
void SourceReader::check_labels(const YamlNode& node, const RegisterSource& source) {
  const auto check = [&](const std::string& label, NamedFields EntryMap::*fields) {
    for (const RegisterFile& file : source.files)
      for (const auto& [name, map] : file.entries.*fields)
        if (name == label) return;
    problem(node, "no file of the source has '" + label + "' among its entries' " +
                      (fields == &EntryMap::dates ? "`dates:`" : "`details:`"));
  };
  for (const LabelledWords* words : {&source.ended_by, &source.against})
    for (const auto& [label, texts] : *words) check(label, &EntryMap::details);
  for (const auto& [label, months] : source.until) check(label, &EntryMap::dates);
}

void SourceReader::read_limits(const YamlNode& node, RegisterSource& source) {
  source.most_bytes = 512ULL << 20;
  source.most_seconds = 1800;
  number(node, "most_seconds", source.most_seconds);
  number(node, "most_pages", source.most_pages);
  std::uint64_t megabytes = source.most_bytes >> 20;
  number(node, "most_megabytes", megabytes);
  source.most_bytes = megabytes << 20;
  source.headers = text_list_member(node, "headers", problems_);
  const YamlNode* rate = node.find("rate");
  if (rate == nullptr) return;
  refuse_unknown_keys(*rate, {"requests", "per_seconds"}, problems_);
  number(*rate, "requests", source.requests);
  number(*rate, "per_seconds", source.per_seconds);
  if (source.requests == 0) problem(*rate, "`requests:` is at least 1");
}

void SourceReader::read_key(const YamlNode& node, RegisterSource& source) {
  const YamlNode* key = node.find("key");
  if (key == nullptr) return;
  refuse_unknown_keys(*key, {"environment", "header", "required"}, problems_);
  source.key.environment = needed(*key, "environment");
  source.key.header = text(*key, "header");
  boolean(*key, "required", source.key.required);
}

void SourceReader::read_files(const YamlNode& node, RegisterSource& source) {
  const YamlNode* files = node.find("files");
  if (files == nullptr || !files->is_list() || files->items.empty())
    return problem(node, "a register source needs `files:`, a list");
  std::string decisive;
  for (const YamlNode& item : files->items) {
    source.files.push_back(file(item));
    put(item, decisive);
  }
  for (const char* key : {"date_forms", "current", "ended", "ended_by", "against", "until"})
    if (const YamlNode* words = node.find(key)) put(*words, decisive);
  source.fingerprint = sha256_of({decisive});
}

RegisterSource SourceReader::source(const YamlNode& node) {
  refuse_unknown_keys(node,
                      {"id",
                       "title",
                       "publisher",
                       "what",
                       "means",
                       "does_not_mean",
                       "licence",
                       "page",
                       "asked_by",
                       "refresh_days",
                       "stale_after_days",
                       "stale_at_new_year",
                       "least_entries",
                       "least_share",
                       "date_forms",
                       "current",
                       "ended",
                       "ended_by",
                       "against",
                       "until",
                       "rate",
                       "most_megabytes",
                       "most_seconds",
                       "most_pages",
                       "headers",
                       "key",
                       "files"},
                      problems_);
  RegisterSource source;
  source.where = node.where;
  read_words(node, source);
  read_times(node, source);
  read_standing(node, source);
  read_limits(node, source);
  read_key(node, source);
  read_files(node, source);
  check_labels(node, source);
  return source;
}

void read_kinds(const YamlNode& root, RegisterSources& sources, Problems& problems) {
  const YamlNode* kinds = root.find("identifier_kinds");
  for (const YamlNode& node : kinds == nullptr ? std::vector<YamlNode>{} : kinds->items) {
    refuse_unknown_keys(node, {"id", "title", "separators", "digits", "none"}, problems);
    IdentifierKind kind{.id = text_member(node, "id", problems),
                        .title = text_member(node, "title", problems),
                        .none = text_list_member(node, "none", problems)};
    if (node.find("separators") != nullptr)
      kind.separators = text_member(node, "separators", problems);
    const std::string digits = text_member(node, "digits", problems);
    std::from_chars(digits.data(), digits.data() + digits.size(), kind.digits);
    sources.kinds.emplace(kind.id, kind);
  }
}

}  // namespace

const RegisterSource* RegisterSources::find(std::string_view id) const {
  const auto found = std::ranges::find(all, id, &RegisterSource::id);
  return found == all.end() ? nullptr : &*found;
}

std::string RegisterSources::plain(std::string_view kind, std::string_view value) const {
  static const IdentifierKind kAny;
  const auto found = kinds.find(kind);
  const IdentifierKind& rules = found == kinds.end() ? kAny : found->second;
  std::string plain;
  bool digits = !value.empty();
  for (const char c : value) {
    if (rules.separators.find(c) != std::string::npos) continue;
    digits = digits && c >= '0' && c <= '9';
    plain += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  if (digits && !plain.empty() && plain.size() < rules.digits)
    plain.insert(0, rules.digits - plain.size(), '0');
  return std::ranges::count(rules.none, plain) > 0 ? "" : plain;
}

void read_register_sources(const YamlNode& root, const std::string& pack, RegisterSources& sources,
                           Problems& problems) {
  read_kinds(root, sources, problems);
  const YamlNode* list = root.find("sources");
  for (const YamlNode& node : list == nullptr ? std::vector<YamlNode>{} : list->items) {
    Problems own;
    RegisterSource source = SourceReader(own).source(node);
    source.pack = pack;
    if (sources.find(source.id) != nullptr)
      own.push_back({ProblemLevel::error, node.where,
                     "the register source '" + source.id + "' is defined twice"});
    if (!any_error(own)) sources.all.push_back(std::move(source));
    problems.insert(problems.end(), own.begin(), own.end());
  }
}

RegisterSources load_register_sources(const std::string& root, Problems& problems) {
  std::vector<std::pair<std::string, fs::path>> files = {{kShared, fs::path(root) / kShared}};
  std::error_code ignored;
  for (const auto& folder : fs::directory_iterator(fs::path(root) / "jurisdictions", ignored))
    files.emplace_back(folder.path().filename().string(), folder.path());
  std::sort(files.begin() + 1, files.end());
  RegisterSources sources;
  for (const auto& [pack, folder] : files) {
    const fs::path path = folder / "registers.yaml";
    if (!fs::exists(path, ignored)) continue;
    const LoadedYaml loaded = load_file(path.string(), fs::relative(path, root).string());
    problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
    read_register_sources(loaded.root, pack, sources, problems);
  }
  std::ranges::sort(sources.all, {}, &RegisterSource::id);
  return sources;
}

}  // namespace verilot
