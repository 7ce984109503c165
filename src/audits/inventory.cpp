#include "audits/inventory.h"

#include <simdjson.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "audits/table_columns.h"
#include "digest/digest.h"
#include "ingest/delimited_text.h"
#include "ingest/text_encoding.h"
#include "scan/lines.h"

namespace verilot {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kItems = 256;
constexpr std::size_t kMostFiles = 10'000;  // of one dossier

bool is_dossier_folder(const fs::path& folder) {
  std::error_code error;
  return fs::is_regular_file(folder / "dossier.yaml", error) ||
         fs::is_regular_file(folder / "dossier.json", error);
}

// "stock" for "lots/stock/" and for "." within it.
std::string name_of(const std::string& folder) {
  const fs::path whole = fs::absolute(folder).lexically_normal();
  return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

}  // namespace

std::vector<std::string> files_of(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error)) {
    if (at->is_regular_file(error))
      files.push_back(at->path().lexically_relative(folder).generic_string());
    if (files.size() > kMostFiles) break;
  }
  std::ranges::sort(files);
  return files;
}

std::string stamp_of(const std::string& folder, const std::vector<std::string>& files) {
  std::string all;
  for (const std::string& file : files) {
    struct stat about {};
    if (stat((folder + "/" + file).c_str(), &about) != 0) continue;
    all += file + '\0' + std::to_string(about.st_size) + ' ' +
           std::to_string(about.st_mtim.tv_sec) + '.' + std::to_string(about.st_mtim.tv_nsec) +
           ' ' + std::to_string(about.st_ctim.tv_sec) + '.' +
           std::to_string(about.st_ctim.tv_nsec) + '\n';
  }
  return sha256_of({all});
}

class Inventory::Source {
 public:
  virtual ~Source() = default;
  virtual bool next(std::vector<InventoryItem>&) = 0;
  virtual double share() const = 0;
  virtual std::string fault() const { return ""; }
};

namespace {

double part(std::uint64_t some, std::uint64_t all) {
  return all == 0 ? 1 : std::min(1.0, static_cast<double>(some) / static_cast<double>(all));
}

}  // namespace

class Inventory::FolderSource final : public Source {
 public:
  explicit FolderSource(const std::string& root) : root_(root) {
    std::error_code error;
    if (is_dossier_folder(root)) folders_.emplace_back("");
    for (fs::recursive_directory_iterator at(root, error), end; !error && at != end;
         at.increment(error)) {
      if (!at->is_directory(error) || !is_dossier_folder(at->path())) continue;
      folders_.push_back(at->path().lexically_relative(root).generic_string());
      at.disable_recursion_pending();
    }
    if (error)
      fault_ = "a folder below it cannot be read (" + error.message() +
               "): give the right to read it; its dossiers and some after it were left out";
    std::ranges::sort(folders_);
  }

  double share() const override { return part(at_, folders_.size()); }
  std::string fault() const override { return fault_; }

  bool next(std::vector<InventoryItem>& items) override {
    items.clear();
    while (at_ < folders_.size() && items.size() < kItems) {
      InventoryItem item;
      const std::string& below = folders_[at_++];
      item.folder = below.empty() ? root_ : root_ + "/" + below;
      item.name = below.empty() ? name_of(root_) : below;
      const std::vector<std::string> files = files_of(item.folder);
      if (files.size() > kMostFiles)
        item.fault = "holds more than " + std::to_string(kMostFiles) + " files: split it";
      item.stamp = stamp_of(item.folder, files);
      items.push_back(std::move(item));
    }
    return !items.empty();
  }

 private:
  std::string root_, fault_;
  std::vector<std::string> folders_;
  std::size_t at_ = 0;
};

class Inventory::LineSource final : public Source {
 public:
  explicit LineSource(const std::string& path) : reader_(path) {
    std::error_code error;
    const auto size = fs::file_size(path, error);
    if (!error) size_ = size;
  }

  bool next(std::vector<InventoryItem>& items) override {
    items.clear();
    while (items.empty()) {
      if (!reader_.next(block_)) return false;
      std::uint64_t number = block_.first_line;
      std::string_view rest(block_.bytes.data(), block_.size);
      for (; !rest.empty(); ++number) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        add(rest.substr(0, end), number, items);
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
    return true;
  }

  double share() const override { return part(reader_.bytes_read(), size_); }
  std::string fault() const override { return reader_.fault(); }

 private:
  void add(std::string_view line, std::uint64_t number, std::vector<InventoryItem>& items) {
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) return;
    InventoryItem item;
    item.line = number;
    if (std::ranges::find(block_.cut, number) != block_.cut.end()) {
      item.fault = "the line is longer than a record may be";
    } else {
      item.bytes = line;
      item.name = name_of(item);
    }
    if (item.name.empty()) item.name = "line " + std::to_string(number);
    items.push_back(std::move(item));
  }

  // Its id; the digest where it has none, so that lines before it do not rename it.
  std::string name_of(InventoryItem& item) {
    padded_ = simdjson::padded_string(item.bytes);
    simdjson::ondemand::document document;
    simdjson::ondemand::object object;
    if (parser_.iterate(padded_).get(document) || document.get_object().get(object)) {
      item.fault = "is no JSON object";
      return "";
    }
    std::string_view id;
    if (object["id"].get_string().get(id) == simdjson::SUCCESS && !id.empty())
      return std::string(id);
    return "sha256 " + sha256_of({item.bytes}).substr(0, 16);
  }

  LineReader reader_;
  LineBlock block_;
  std::uint64_t size_ = 0;  // of the file
  simdjson::ondemand::parser parser_;
  simdjson::padded_string padded_;
};

namespace {

using Json = nlohmann::ordered_json;

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "'" : ", '") + name + "'";
  return text;
}

// "gel" for "./gel", "gel/" and "old/../gel".
std::string plain_path(const std::string& path) {
  std::string plain = fs::path(path).lexically_normal().generic_string();
  while (plain.size() > 1 && plain.ends_with('/')) plain.pop_back();
  return plain;
}

}  // namespace

class Inventory::TableSource final : public Source {
 public:
  explicit TableSource(const std::string& path);

  bool next(std::vector<InventoryItem>& items) override {
    items.clear();
    while (at_ < rows_.size() && items.size() < kItems) {
      items.push_back(item_of(rows_[at_], at_ + 1));
      ++at_;
    }
    return !items.empty();
  }

  double share() const override { return part(at_, rows_.size()); }
  std::string fault() const override { return fault_; }

 private:
  InventoryItem item_of(const std::vector<std::string>& row, std::size_t line) {
    InventoryItem item;
    item.line = line;
    Json dossier = Json::object();
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i].empty()) continue;
      if (i >= columns_.heads().size() || columns_.heads()[i].empty()) {
        item.fault = "row " + std::to_string(line) + ": '" + row[i] + "' stands under no head";
      } else if (columns_.heads()[i] == kPath) {
        item.name = plain_path(row[i]);
        item.folder = (fs::path(folder_) / item.name).generic_string();
      } else if (!columns_.put(i, row[i], dossier)) {
        item.fault = "the column '" + columns_.heads()[i] +
                     "' and another one say different things of one place";
      }
    }
    if (dossier.contains("id") && dossier["id"].is_string())
      item.name = dossier["id"].get<std::string>();
    if (!item.folder.empty()) {
      item.stamp = stamp_of(item.folder, files_of(item.folder));
      note_folder(item);
    } else {
      item.bytes = dossier.dump();
    }
    if (item.name.empty()) item.name = "sha256 " + sha256_of({item.bytes}).substr(0, 16);
    return item;
  }

  // One dossier may be named by several paths.
  void note_folder(InventoryItem& item) {
    std::error_code error;
    const auto [first, fresh] =
        rows_of_folders_.emplace(fs::weakly_canonical(item.folder, error).string(), item.line);
    if (!fresh)
      item.fault = "comes twice: row " + std::to_string(item.line) + " names the dossier of row " +
                   std::to_string(first->second) + ", which is judged";
  }

  // What stands beside a path would be read by nobody.
  std::string facts_beside_path() const {
    const auto& heads = columns_.heads();
    const auto path = static_cast<std::size_t>(std::ranges::find(heads, kPath) - heads.begin());
    for (std::size_t at = 1; at < rows_.size(); ++at) {
      const auto& row = rows_[at];
      if (path >= std::min(row.size(), heads.size()) || row[path].empty()) continue;
      std::vector<std::string> beside;
      for (std::size_t i = 0; i < std::min(row.size(), heads.size()); ++i)
        if (!row[i].empty() && !heads[i].empty() && heads[i] != kPath && heads[i] != "id")
          beside.push_back(heads[i]);
      if (!beside.empty())
        return "row " + std::to_string(at + 1) + " has a path and " + listed(beside) +
               ": the facts of a dossier with a path stand in its folder, and beside 'path' only "
               "'id' is read; leave these columns out, or their cells empty";
    }
    return "";
  }

  static constexpr const char* kPath = "path";
  std::string folder_, fault_;
  TableColumns columns_{{}};
  std::vector<std::vector<std::string>> rows_;
  std::map<std::string, std::size_t> rows_of_folders_;
  std::size_t at_ = 1;
};

Inventory::TableSource::TableSource(const std::string& path)
    : folder_(fs::path(path).parent_path().generic_string()) {
  if (folder_.empty()) folder_ = ".";
  std::ifstream file(path, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  Problems problems;
  const auto text = decoded_text(bytes, path, problems);
  const DelimitedText table = text ? parse_delimited(*text, path) : DelimitedText{};
  problems.insert(problems.end(), table.problems.begin(), table.problems.end());
  for (const Problem& problem : problems)
    if (fault_.empty() && problem.level == ProblemLevel::error) fault_ = problem.message;
  for (const auto& row : table.rows) {
    rows_.emplace_back();
    for (const Printed& cell : row) rows_.back().push_back(cell.text);
  }
  if (rows_.empty()) return;
  columns_ = TableColumns(rows_.front());
  std::string refusal = columns_.fault();
  if (refusal.empty()) refusal = facts_beside_path();
  if (refusal.empty()) return;
  rows_.clear();
  fault_ = refusal;
}

Inventory::Inventory(const std::string& path) : path_(path) {
  std::error_code error;
  if (fs::is_directory(path, error)) {
    source_ = std::make_unique<FolderSource>(path);
  } else if (!fs::exists(path, error)) {
    throw std::runtime_error(path + " does not exist; name a folder, JSON lines or a CSV file");
  } else if (path.ends_with(".csv") || path.ends_with(".tsv")) {
    source_ = std::make_unique<TableSource>(path);
  } else {
    source_ = std::make_unique<LineSource>(path);
  }
}

Inventory::~Inventory() = default;

bool Inventory::next(std::vector<InventoryItem>& items) {
  if (!source_->next(items)) return false;
  for (InventoryItem& item : items) note_name(item);
  return true;
}

// The first of a name stands, however far away the next one is.
void Inventory::note_name(InventoryItem& item) {
  const std::size_t name = std::hash<std::string>()(item.name);
  item.twice = seen_.contains(name);
  if (!item.fault.empty() || seen_.insert(name).second) return;
  item.fault = "comes twice; the first one is judged";
  if (item.line != 0) item.fault += ", not that of line " + std::to_string(item.line);
  if (item.folder.empty()) item.folder = path_;
}

double Inventory::share() const { return source_->share(); }

std::string Inventory::fault() const { return source_->fault(); }

}  // namespace verilot
