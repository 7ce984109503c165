#include "ingest/documents.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "digest/digest.h"
#include "ingest/captures.h"
#include "ingest/corrections.h"
#include "ingest/html_text.h"
#include "ingest/open_file.h"
#include "ingest/pdf_words.h"
#include "ingest/text_encoding.h"

namespace fs = std::filesystem;

namespace verilot {

namespace {

constexpr std::size_t kMaxDocuments = 200;
constexpr std::size_t kMaxQuoteBytes = 1'000;

bool leaves_folder(const fs::path& name) {
  if (name.is_absolute() || name.empty() || name.native().find('\0') != std::string::npos)
    return true;
  return std::any_of(name.begin(), name.end(), [](const fs::path& part) { return part == ".."; });
}

bool is_pdf(const std::string& bytes) {
  return bytes.substr(0, 1024).find("%PDF-") != std::string::npos;
}

bool is_html(const DocumentFile& file) {
  const std::string extension = fs::path(file.name).extension().string();
  return extension == ".html" || extension == ".htm";
}

// Letters and digits in lower case with the offset each came from; white space dropped, so that a
// quotation is found across line breaks.
struct Folded {
  std::string text;
  std::vector<std::uint32_t> offsets;
};

Folded folded(const std::string& text) {
  Folded result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (std::isspace(c)) continue;
    result.text += static_cast<char>(std::tolower(c));
    result.offsets.push_back(static_cast<std::uint32_t>(i));
  }
  return result;
}

SourceLocation text_place(const std::string& name, const std::string& text, std::size_t offset) {
  SourceLocation where;
  where.file = name;
  where.line = 1 + static_cast<int>(
                       std::count(text.begin(), text.begin() + static_cast<long>(offset), '\n'));
  const std::size_t line_start = offset == 0 ? std::string::npos : text.rfind('\n', offset - 1);
  where.column =
      static_cast<int>(offset - (line_start == std::string::npos ? 0 : line_start + 1)) + 1;
  return where;
}

// The box around the words that hold folded offsets [from, to) of a page.
std::optional<SourceLocation> page_place(const std::string& name, const PdfPage& page,
                                         const std::string& wanted) {
  std::string all;
  std::vector<std::size_t> word_of;
  for (std::size_t w = 0; w < page.words.size(); ++w) {
    const std::string word = folded(page.words[w].text).text;
    all += word;
    word_of.insert(word_of.end(), word.size(), w);
  }
  const std::size_t at = all.find(wanted);
  if (at == std::string::npos) return std::nullopt;
  SourceLocation where;
  where.file = name;
  where.page = page.number;
  where.box = page.words[word_of[at]].box;
  for (std::size_t i = at; i < at + wanted.size(); ++i) {
    const Box& box = page.words[word_of[i]].box;
    where.box = {std::min(where.box.x0, box.x0), std::min(where.box.y0, box.y0),
                 std::max(where.box.x1, box.x1), std::max(where.box.y1, box.y1)};
  }
  return where;
}

}  // namespace

Documents Documents::assumed() {
  Documents documents("");
  documents.assumed_ = true;
  return documents;
}

const DocumentFile* Documents::open(const std::string& name, const SourceLocation& named_at,
                                    Problems& problems) {
  if (const auto it = files_.find(name); it != files_.end()) return &it->second.file;
  const auto refuse = [&](std::string message) {
    problems.push_back({ProblemLevel::error, named_at, std::move(message)});
    return nullptr;
  };
  if (assumed_)
    return &files_.emplace(name, Entry{{name, name, ""}, {name, "", 0, {}}}).first->second.file;
  if (files_.size() >= kMaxDocuments)
    return refuse("document '" + name +
                  "' is one more than the 200 that are read of a dossier; split the dossier");
  if (leaves_folder(name))
    return refuse("'" + name + "' is outside the dossier's folder; name a file inside it");
  const fs::path path = fs::path(folder_) / name;
  std::error_code error;
  const fs::path real = fs::weakly_canonical(path, error);
  const fs::path home = fs::weakly_canonical(folder_.empty() ? "." : folder_, error);
  const auto [home_end, rest] = std::mismatch(home.begin(), home.end(), real.begin(), real.end());
  if (home_end != home.end())
    return refuse("'" + name + "' leads outside the dossier's folder; copy the file into it");
  if (!fs::exists(real, error))
    return refuse("document '" + name + "' is not in the folder; add it or correct the name");
  OpenedFile opened = open_file(real.string());
  if (!opened.refusal.empty()) return refuse("document '" + name + "' " + opened.refusal);
  Entry entry{{name, real.string(), std::move(opened.bytes)}, {}};
  entry.read.name = name;
  entry.read.sha256 = sha256_of({entry.file.bytes});
  return &files_.emplace(name, std::move(entry)).first->second.file;
}

std::optional<DocumentFile> Documents::corrections_of(const std::string& name, Problems& problems) {
  const std::string beside = corrections_name(name);
  std::error_code error;
  if (assumed_ || !fs::exists(fs::path(folder_) / beside, error)) return std::nullopt;
  const DocumentFile* file = open(beside, in_file(beside), problems);
  return file == nullptr ? std::nullopt : std::optional(*file);
}

namespace {

// The words of captured posts, a page break between two; nothing for another text or data.
std::optional<std::string> words_of_posts(const std::string& name, const std::string& text) {
  if (!name.ends_with(".yaml") && !name.ends_with(".yml") && !name.ends_with(".json"))
    return std::nullopt;
  const CapturedFile file = read_captures(name, text, Schema{});
  if (any_error(file.problems)) return std::nullopt;
  std::string words;
  for (const Capture& capture : file.captures) words += (words.empty() ? "" : "\f") + capture.text;
  return words;
}

}  // namespace

std::optional<std::string> Documents::text(const DocumentFile& file, Problems& problems) {
  if (is_pdf(file.bytes)) {
    const PdfText& words_of_pages = pdf(file, problems);
    std::string words;
    std::vector<int> unread;
    for (const PdfPage& page : words_of_pages.pages) {
      if (!page.readable) unread.push_back(page.number);
      for (const PdfWord& word : page.words) words += word.text + " ";
      words += "\n";
    }
    note_pages(file.name, static_cast<int>(words_of_pages.pages.size()), unread);
    if (!unread.empty() || words_of_pages.pages.empty()) return std::nullopt;
    return words;
  }
  const std::optional<std::string> text = decoded_text(file.bytes, file.name, problems);
  if (!text) return text;
  if (is_html(file)) return html_text(*text);
  return words_of_posts(file.name, *text).value_or(*text);
}

FoundQuote Documents::find_quote(const DocumentFile& file, const std::string& words,
                                 Problems& problems) {
  const std::string wanted = folded(words).text;
  if (wanted.empty()) return {};
  if (wanted.size() > kMaxQuoteBytes) {
    problems.push_back({ProblemLevel::error, in_file(file.name),
                        "a quotation from this document is longer than 1,000 bytes; quote the "
                        "words that show the fact"});
    return {};
  }
  if (assumed_) return {in_file(file.name)};
  if (is_pdf(file.bytes)) return find_in_pages(pdf(file, problems), file, wanted);
  const Searchable* all = searchable(file, problems);
  if (all == nullptr) return {std::nullopt, false};
  const std::size_t at = all->folded.find(wanted);
  if (at == std::string::npos) return {};
  return {text_place(file.name, all->text, all->offsets[at])};
}

FoundQuote Documents::find_in_pages(const PdfText& text, const DocumentFile& file,
                                    const std::string& folded_words) {
  FoundQuote found;
  std::vector<int> unread;
  for (const PdfPage& page : text.pages) {
    if (!page.readable) unread.push_back(page.number);
    if (!found.where) found.where = page_place(file.name, page, folded_words);
  }
  if (!unread.empty()) found.unread_page = unread.front();
  found.document_read = !text.pages.empty();
  note_pages(file.name, static_cast<int>(text.pages.size()), std::move(unread));
  return found;
}

const PdfText& Documents::pdf(const DocumentFile& file, Problems& problems) {
  const auto [it, fresh] = pdfs_.try_emplace(file.name);
  if (fresh) {
    it->second = read_pdf_words(file);
    problems.insert(problems.end(), it->second.problems.begin(), it->second.problems.end());
  }
  return it->second;
}

const Documents::Searchable* Documents::searchable(const DocumentFile& file, Problems& problems) {
  const auto [it, fresh] = texts_.try_emplace(file.name);
  if (fresh) {
    if (std::optional<std::string> text = this->text(file, problems)) {
      Folded all = folded(*text);
      it->second = Searchable{std::move(*text), std::move(all.text), std::move(all.offsets)};
    }
  }
  return it->second ? &*it->second : nullptr;
}

void Documents::note_pages(const std::string& name, int pages, std::vector<int> unread) {
  const auto it = files_.find(name);
  if (it == files_.end()) return;
  it->second.read.pages = pages;
  it->second.read.unread_pages = std::move(unread);
}

std::vector<ReadDocument> Documents::opened() const {
  std::vector<ReadDocument> list;
  for (const auto& [name, entry] : files_) list.push_back(entry.read);
  return list;
}

}  // namespace verilot
