#include "audit/claim_check.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "audit/product_side.h"
#include "ingest/captures.h"
#include "ingest/scalar_places.h"

namespace fs = std::filesystem;

namespace verilot {

namespace {

void append(Problems& to, const Problems& from) { to.insert(to.end(), from.begin(), from.end()); }

std::optional<std::string> bytes_of(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return in ? std::optional(bytes.str()) : std::nullopt;
}

// Lines and columns of ascending offsets, counted once through the text.
class Places {
 public:
  Places(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  SourceLocation at(std::size_t offset) {
    if (offset < at_) *this = Places(text_, file_);  // words of a tag stand behind their block
    for (; at_ < std::min(offset, text_.size()); ++at_) {
      if (text_[at_] != '\n') continue;
      ++line_;
      line_start_ = at_ + 1;
    }
    SourceLocation where = in_file(file_);
    where.line = line_;
    where.column = static_cast<int>(std::min<std::size_t>(offset - line_start_, 1'000'000)) + 1;
    return where;
  }

 private:
  std::string_view text_;
  std::string file_;
  std::size_t at_ = 0, line_start_ = 0;
  int line_ = 1;
};

// The words with white space and control characters as one space each.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool space = static_cast<unsigned char>(c) <= ' ' || c == 0x7F;
    if (!space) out += c;
    if (space && !out.empty() && out.back() != ' ') out += ' ';
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool is_dossier(const fs::path& path) {
  std::error_code error;
  const std::string name = path.filename().string();
  return name == "dossier.yaml" || name == "dossier.json" ||
         fs::exists(path / "dossier.yaml", error) || fs::exists(path / "dossier.json", error);
}

std::string text_at(const Evidence& evidence, NodeId object, const char* key) {
  const NodeId node = object == kNoNode ? kNoNode : evidence.member(object, key);
  return node != kNoNode && evidence.kind(node) == NodeKind::text ? evidence.text(node) : "";
}

class Checker {
 public:
  Checker(const ClaimCheckOptions& options, const Rulebook& rulebook)
      : options_(options), rulebook_(rulebook), table_(rulebook.tables.claims) {
    if (!options.language.empty())
      std::erase_if(table_.phrases,
                    [&](const ClaimPhrase& one) { return one.language != options.language; });
    for (const ClaimKind& kind : rulebook.tables.claim_kinds)
      if (kind.problem) problem_kinds_.insert(kind.id);
  }

  void read_path(const std::string& path) {
    std::error_code error;
    if (is_dossier(path)) {
      read_dossier_texts(path);
    } else if (fs::is_directory(path, error)) {
      read_folder(path);
    } else if (const auto bytes = bytes_of(path)) {
      read_file(path, *bytes, options_.product_kind, "", {});
    } else {
      refuse(path, "cannot be read; name a file, a folder of files or a dossier");
    }
  }

  void read_file(const std::string& name, const std::string& bytes, const std::string& product_kind,
                 const std::string& speaker, const std::map<std::string, ProductSide>& product) {
    const CapturedFile file = read_captures(name, bytes, rulebook_.schema);
    append(check_.problems, file.problems);
    for (const Capture& capture : file.captures) {
      CheckedText text{name, capture.author, capture.handle, capture.date, capture.medium,
                       {},   product};
      add_claims(text, capture, file.text, product_kind,
                 capture.speaker.empty() ? speaker : capture.speaker);
    }
  }

  ClaimCheck take() && { return std::move(check_); }

 private:
  void refuse(const std::string& name, std::string message) {
    check_.problems.push_back({ProblemLevel::error, in_file(name), std::move(message)});
  }

  void read_folder(const fs::path& folder) {
    const std::set<std::string> read = {".txt", ".md", ".html", ".htm", ".json", ".yaml", ".yml"};
    std::set<std::string> files;
    std::error_code error;
    for (auto entry = fs::recursive_directory_iterator(folder, error);
         entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      if (error) break;
      if (entry->path().filename().string().starts_with('.')) {
        entry.disable_recursion_pending();
      } else if (entry->is_regular_file(error) &&
                 read.count(entry->path().extension().string()) != 0) {
        files.insert(entry->path().string());
      }
    }
    if (error) refuse(folder.string(), "cannot be read to its end: " + error.message());
    if (files.empty())
      refuse(folder.string(),
             "holds no text, web page or capture (.txt, .md, .html, .json, .yaml)");
    for (const std::string& file : files) read_path(file);
  }

  const ClaimRecogniser& recogniser(const std::string& product_kind) {
    auto& made = recognisers_[product_kind];
    if (made) return *made;
    Problems problems;
    const auto first =
        std::ranges::find_if(recognisers_, [](const auto& one) { return one.second != nullptr; });
    if (first == recognisers_.end())
      made = std::make_unique<ClaimRecogniser>(table_, product_kind, problems);
    else
      made = std::make_unique<ClaimRecogniser>(*first->second, product_kind, problems);
    append(check_.problems, problems);
    return *made;
  }

  void add_claims(CheckedText& text, const Capture& capture, std::string_view source,
                  const std::string& product_kind, const std::string& speaker) {
    std::vector<RecognisedClaim> found =
        recogniser(product_kind).recognise(capture.text, kMaxRecognised + 1);
    if (found.size() > kMaxRecognised) {
      found.resize(kMaxRecognised);
      refuse(text.file, "holds more than " + std::to_string(kMaxRecognised) +
                            " claims; the rest was not read");
    }
    std::ranges::stable_sort(found, {}, &RecognisedClaim::begin);
    Places places(source, text.file);
    for (RecognisedClaim& claim : found) {
      CheckedClaim checked;
      const std::string_view words = capture.text;
      checked.words = one_line(words.substr(claim.begin, claim.end - claim.begin));
      checked.sentence =
          one_line(words.substr(claim.sentence_begin, claim.sentence_end - claim.sentence_begin));
      checked.speaker = claim.speaker.empty() ? speaker : claim.speaker;
      checked.finding = claim.stance == "asserted" && problem_kinds_.count(claim.kind) != 0;
      move_to_file(claim, capture);
      checked.where = capture.origin.empty() ? in_file(text.file) : places.at(claim.begin);
      checked.claim = std::move(claim);
      text.claims.push_back(std::move(checked));
    }
    check_.texts.push_back(std::move(text));
  }

  static void move_to_file(RecognisedClaim& claim, const Capture& capture) {
    if (capture.origin.empty()) {
      claim.begin = claim.end = claim.sentence_begin = claim.sentence_end = 0;
      return;
    }
    const auto begin = [&](std::size_t at) { return std::size_t{capture.origin[at]}; };
    const auto end = [&](std::size_t at) { return std::size_t{capture.origin[at - 1]} + 1; };
    claim.begin = begin(claim.begin);
    claim.end = std::max(end(claim.end), claim.begin);
    claim.sentence_begin = begin(claim.sentence_begin);
    claim.sentence_end = std::max(end(claim.sentence_end), claim.sentence_begin);
  }

  void read_dossier_texts(const std::string& path) {
    const fs::path given(path);
    const bool is_file = given.filename() == "dossier.yaml" || given.filename() == "dossier.json";
    const fs::path folder = is_file ? given.parent_path() : given;
    const ExaminedDossier dossier =
        examine_dossier(read_dossier(path, rulebook_.schema, rulebook_.tables), rulebook_);
    for (Problem problem : dossier.problems) {
      problem.where.file = (folder / problem.where.file).string();
      check_.problems.push_back(std::move(problem));
    }
    if (!sides_) sides_.emplace(rulebook_, check_.problems);
    const Evidence& evidence = dossier.evidence;
    const std::map<std::string, ProductSide> product = sides_->of(evidence, options_.as_of);
    const std::string kind = text_at(evidence, evidence.member(evidence.root(), "product"), "kind");
    const NodeId claims = evidence.member(evidence.root(), "claims");
    if (claims == kNoNode || evidence.kind(claims) != NodeKind::list) {
      refuse(path, "states no marketing texts: expected `claims:`");
      return;
    }
    for (const NodeId claim : evidence.children(claims))
      read_dossier_text(evidence, claim, folder, kind, product);
  }

  void read_dossier_text(const Evidence& evidence, NodeId claim, const fs::path& folder,
                         const std::string& product_kind,
                         const std::map<std::string, ProductSide>& product) {
    const NodeId words = evidence.member(claim, "text");
    if (words == kNoNode || evidence.kind(words) != NodeKind::text) return;
    const std::string speaker = text_at(evidence, claim, "speaker");
    const std::string document = text_at(evidence, claim, "document");
    const fs::path file = folder / evidence.where(words).file;
    const std::optional<std::string> bytes = bytes_of(file);
    if (!document.empty() && bytes && !bytes->starts_with("%PDF-")) {
      read_file((folder / document).string(), *bytes, product_kind, speaker, product);
      return;
    }
    CheckedText text{file.string(), "", "", "", text_at(evidence, claim, "medium"), {}, product};
    Capture capture;
    capture.text = evidence.text(words);
    const SourceLocation& where = evidence.where(words);
    if (bytes && document.empty())
      capture.origin =
          scalar_places(*bytes, offset_of(*bytes, where.line, where.column), capture.text);
    add_claims(text, capture, bytes ? *bytes : "", product_kind, speaker);
  }

  const ClaimCheckOptions& options_;
  const Rulebook& rulebook_;
  ClaimTable table_;
  std::set<std::string> problem_kinds_;
  std::map<std::string, std::unique_ptr<ClaimRecogniser>> recognisers_;  // by kind of product
  std::optional<ProductSides> sides_;
  ClaimCheck check_;
};

}  // namespace

ClaimCheck check_claims(const std::vector<std::string>& paths, const ClaimCheckOptions& options,
                        const Rulebook& rulebook) {
  Checker checker(options, rulebook);
  for (const std::string& path : paths) checker.read_path(path);
  return std::move(checker).take();
}

ClaimCheck check_claim_text(const std::string& name, const std::string& bytes,
                            const ClaimCheckOptions& options, const Rulebook& rulebook) {
  Checker checker(options, rulebook);
  checker.read_file(name, bytes, options.product_kind, "", {});
  return std::move(checker).take();
}

}  // namespace verilot
