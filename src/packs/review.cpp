#include "packs/review.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "packs/law.h"

namespace verilot {

namespace {

// The lines of the files of a pack, changed in place.
class FileEdits {
 public:
  FileEdits(const std::string& root, Problems& problems) : root_(root), problems_(problems) {}

  // Puts `text` in the place of `old` at a place; false when `old` is not there.
  bool replace(const SourceLocation& at, const std::string& old, const std::string& text) {
    const std::size_t column = static_cast<std::size_t>(at.column) - 1;
    std::string* line = line_at(at);
    // A quoted scalar begins at its quotation mark.
    const std::size_t found = line == nullptr ? std::string::npos : line->find(old, column);
    if (found == std::string::npos || found > column + 1) {
      problems_.push_back({ProblemLevel::error, at, "expected '" + old + "' here"});
      return false;
    }
    line->replace(found, old.size(), text);
    return true;
  }

  // Adds a line of the same depth below the one at a place.
  bool add_below(const SourceLocation& at, const std::string& text) {
    std::string* line = line_at(at);
    const std::size_t column = static_cast<std::size_t>(at.column) - 1;
    if (line == nullptr || line->size() <= column || (*line)[column] == '{') {
      problems_.push_back(
          {ProblemLevel::error, at, "write the clause in block style, one key a line"});
      return false;
    }
    *line += "\n" + std::string(column, ' ') + text;
    return true;
  }

  void write() {
    for (const auto& [file, lines] : files_) {
      std::ofstream out(root_ + "/" + file, std::ios::binary);
      for (const std::string& line : lines) out << line << "\n";
      if (!out.flush())
        problems_.push_back({ProblemLevel::error, in_file(file), "cannot be written"});
    }
  }

 private:
  std::string* line_at(const SourceLocation& at) {
    auto [place, fresh] = files_.try_emplace(at.file);
    if (fresh) {
      std::ifstream in(root_ + "/" + at.file, std::ios::binary);
      for (std::string line; std::getline(in, line);) place->second.push_back(line);
    }
    const std::size_t index = static_cast<std::size_t>(at.line) - 1;
    return at.line < 1 || index >= place->second.size() ? nullptr : &place->second[index];
  }

  const std::string& root_;
  Problems& problems_;
  std::map<std::string, std::vector<std::string>> files_;
};

bool was_named(const ReviewRequest& request, const std::string& rule) {
  return request.all || std::ranges::find(request.rules, rule) != request.rules.end();
}

std::string written(const CitedClause& cited) {
  return cited.mark.empty() ? cited.id : cited.id + "@" + cited.mark;
}

}  // namespace

Review review_pack(const RulePack& pack, const std::string& root, const ReviewRequest& request) {
  Review review;
  FileEdits edits(root, review.problems);
  std::vector<PlacedCitation> citations = citations_of(pack);
  // From the end of each line to its begin, so that an edit moves none that follows.
  std::ranges::stable_sort(citations, [](const PlacedCitation& a, const PlacedCitation& b) {
    return a.cited->where.column > b.cited->where.column;
  });
  for (const PlacedCitation& citation : citations) {
    const CitedClause& cited = *citation.cited;
    if (cited.mark == cited.now || !is_own(pack, cited.where)) continue;
    if (!cited.mark.empty() && !was_named(request, citation.by)) {
      review.unread.push_back(citation.by + ": " + cited.id);
    } else {
      review.marked += edits.replace(cited.where, written(cited), cited.id + "@" + cited.now);
    }
  }
  for (const auto& [id, clause] : pack.law) {
    const std::string seal = seal_of(clause);
    if (clause.sha256 == seal) continue;
    review.sealed += clause.sealed_at ? edits.replace(*clause.sealed_at, clause.sha256, seal)
                                      : edits.add_below(clause.where, "sha256: " + seal);
  }
  edits.write();
  return review;
}

}  // namespace verilot
