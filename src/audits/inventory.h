// audits: the products that an audit judges: a folder tree, JSON lines, or a CSV file.
//
//   Inventory inventory("stock");
//   std::vector<InventoryItem> items;
//   while (inventory.next(items)) for (const InventoryItem& item : items) judge(item);
//
// A folder tree: every folder below it with dossier.yaml or dossier.json, named by its path from
// there. JSON lines (.ndjson, .jsonl, also .gz): one dossier a line, named by its id, or by its
// digest where it has none. CSV: a column `path` names dossiers relative to the file; other columns
// are facts by their path ("product.name", "lots[0].number"), and `id` names the row.
//
// Errors: what cannot be read as an item is an item with a `fault`, so that it is counted; a name
//         that comes twice is one. Throws std::runtime_error where there is no inventory.
// Limits: blocks of about half a megabyte of lines or kItems folders are in memory, never all.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace verilot {

struct InventoryItem {
  std::string name;
  std::string folder;  // to read a dossier from; "" where `bytes` are the dossier
  std::string stamp;   // names, sizes and times of the folder's files; "" for bytes
  std::string bytes;   // JSON
  std::uint64_t line = 0;
  std::string fault;  // why it is no dossier
};

class Inventory {
 public:
  explicit Inventory(const std::string& path);
  ~Inventory();

  // The next few items; false at the end.
  bool next(std::vector<InventoryItem>&);
  // How much of it was given, 0 to 1.
  double share() const;
  // Why it ended too early: "" or a sentence.
  std::string fault() const;
  // Where documents of the lines are looked for, as read_dossier_line() wants it.
  const std::string& file() const { return path_; }

 private:
  class Source;
  class FolderSource;
  class LineSource;
  class TableSource;
  std::string path_;
  std::unique_ptr<Source> source_;
};

// The files of a dossier's folder, in the order of their names, below it.
std::vector<std::string> files_of(const std::string& folder);
// Their names, sizes and times of change, as one digest.
std::string stamp_of(const std::string& folder, const std::vector<std::string>& files);

}  // namespace verilot
