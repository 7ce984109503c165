// audits: the products that an audit judges: a folder tree, JSON lines, or a CSV file.
//
//   Inventory inventory("stock");
//   std::vector<InventoryItem> items;
//   while (inventory.next(items)) for (const InventoryItem& item : items) judge(item);
//
// A folder tree: every folder below it with dossier.yaml or dossier.json, named by its path from
// there. JSON lines (.ndjson, .jsonl, also .gz): one dossier a line, named by its id, or by its
// digest where it has none. CSV: a column `path` names dossiers relative to the file; columns of
// other rows are facts by their path ("product.name", "lots[0].number"); `id` names the row.
//
// Errors: what cannot be read as an item is an item with a `fault`, so that it is counted; so is
//         each but the first of a name or folder. Throws std::runtime_error where there is no
//         inventory.
// Limits: blocks of about half a megabyte of lines or kItems folders are in memory, never all; of
//         names a number each, so that two of 2^64 may be taken for the same.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

namespace verilot {

struct InventoryItem {
  std::string name;
  // To read a dossier from; "" where `bytes` are the dossier. With a fault: "" where nobody knows
  // what the item is.
  std::string folder;
  std::string stamp;  // names, sizes and times of the folder's files; "" for bytes
  std::string bytes;  // JSON
  std::uint64_t line = 0;
  std::string fault;   // why it is no dossier
  bool twice = false;  // an item of the name was there before, and is the one that is judged
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
  void note_name(InventoryItem&);

  std::string path_;
  std::unique_ptr<Source> source_;
  std::unordered_set<std::size_t> seen_;  // names, each as a number
};

// The files of a dossier's folder, in the order of their names, below it.
std::vector<std::string> files_of(const std::string& folder);
// Their names, sizes and times of change, as one digest.
std::string stamp_of(const std::string& folder, const std::vector<std::string>& files);

}  // namespace verilot
