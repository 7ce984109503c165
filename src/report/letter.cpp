#include "report/letter.h"

#include <algorithm>
#include <ostream>

#include "report/markup.h"
#include "report/text.h"

namespace verilot {

namespace {

constexpr std::size_t kMostClauses = 4;
constexpr std::size_t kMostFacts = 8;

// A text cut at its {paths}: what stands between them, and the paths.
struct Template {
  std::vector<std::string> between, paths;
};

Template cut_at_paths(const std::string& text) {
  Template parts;
  std::size_t at = 0;
  while (true) {
    const std::size_t open = text.find('{', at);
    const std::size_t close = open == std::string::npos ? open : text.find('}', open);
    if (close == std::string::npos) break;
    parts.between.push_back(text.substr(at, open - at));
    parts.paths.push_back(text.substr(open, close + 1 - open));
    at = close + 1;
  }
  parts.between.push_back(text.substr(at));
  return parts;
}

// What stands for the paths in a text that was made from the template; nothing where it was not.
std::optional<std::vector<std::string>> values_in(const std::string& text, const Template& parts) {
  if (!text.starts_with(parts.between.front())) return std::nullopt;
  std::vector<std::string> values;
  std::size_t at = parts.between.front().size();
  for (std::size_t i = 1; i < parts.between.size(); ++i) {
    const std::string& next = parts.between[i];
    const bool last = i + 1 == parts.between.size();
    if (last && (text.size() < at + next.size() || !text.ends_with(next))) return std::nullopt;
    const std::size_t end = last ? text.size() - next.size() : text.find(next, at);
    if (end == std::string::npos) return std::nullopt;
    values.push_back(text.substr(at, end - at));
    at = end + next.size();
  }
  if (at != text.size()) return std::nullopt;
  return values;
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), by);
    at += by.size();
  }
  return text;
}

std::string filled(std::string text, const std::vector<std::string>& paths,
                   const std::vector<std::string>& values) {
  for (std::size_t i = 0; i < paths.size(); ++i) text = replaced(text, paths[i], values[i]);
  return text;
}

std::string joined(const std::vector<std::string>& words, std::string_view by) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : std::string(by)) + word;
  return text;
}

// Where the parts of a letter go: text or HTML.
class Page {
 public:
  virtual ~Page() = default;
  virtual void title(const std::string&) = 0;
  virtual void paragraph(const std::string&) = 0;
  virtual void document(std::size_t number, const std::string& name) = 0;
  virtual void heading(const std::string&) = 0;
  virtual void item(const std::string&) = 0;
  virtual void note(const std::string&) = 0;
  virtual void end() = 0;
};

class TextPage final : public Page {
 public:
  TextPage(std::ostream& out, std::size_t width) : out_(out), width_(width) {}
  void title(const std::string& text) override { put("", text); }
  void paragraph(const std::string& text) override {
    out_ << "\n";
    put("", text);
  }
  void document(std::size_t number, const std::string& name) override {
    out_ << "\n";
    put(std::to_string(number) + ". ", name);
  }
  void heading(const std::string& text) override { put("   ", text + ":"); }
  void item(const std::string& text) override { put("   - ", text); }
  void note(const std::string& text) override { put("     ", text); }
  void end() override {}

 private:
  void put(std::string_view first, const std::string& text) {
    out_ << wrapped(first, printable(text), width_);
  }
  std::ostream& out_;
  std::size_t width_;
};

constexpr const char* kStyle =
    "body{font:11pt/1.45 Georgia,'Times New Roman',serif;max-width:44rem;margin:2.5rem auto;"
    "padding:0 1.25rem;color:#1a1a1a;background:#fff}h1{font-size:1.5rem;margin:0 0 1.2rem}"
    "h2{font-size:1.08rem;margin:1.4rem 0 .35rem}h3{font-size:.95rem;margin:.6rem 0 .2rem}"
    "ul{margin:.2rem 0 .3rem;padding-left:1.3rem}li{margin:.15rem 0}"
    ".note{color:#444;font-size:.9rem;margin:.15rem 0}section{break-inside:avoid}"
    "@media print{body{margin:0;max-width:none}@page{margin:2cm}}";

class HtmlPage final : public Page {
 public:
  HtmlPage(std::ostream& out, const std::string& language, const std::string& title) : out_(out) {
    out_ << "<!DOCTYPE html>\n<html lang=\"" << escaped(language)
         << "\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
         << escaped(title) << "</title>\n<style>" << kStyle << "</style>\n</head>\n<body>\n";
  }
  void title(const std::string& text) override { line("h1", text); }
  void paragraph(const std::string& text) override {
    leave();
    line("p", text);
  }
  void document(std::size_t number, const std::string& name) override {
    leave();
    out_ << "<section>\n";
    section_ = true;
    line("h2", std::to_string(number) + ". " + name);
  }
  void heading(const std::string& text) override {
    end_list();
    line("h3", text);
  }
  void item(const std::string& text) override {
    if (!list_) out_ << "<ul>\n";
    list_ = true;
    line("li", text);
  }
  void note(const std::string& text) override {
    end_list();
    out_ << "<p class=\"note\">" << escaped(printable(text)) << "</p>\n";
  }
  void end() override {
    leave();
    out_ << "</body>\n</html>\n";
  }

 private:
  void line(const char* tag, const std::string& text) {
    out_ << "<" << tag << ">" << escaped(printable(text)) << "</" << tag << ">\n";
  }
  void end_list() {
    if (list_) out_ << "</ul>\n";
    list_ = false;
  }
  void leave() {
    end_list();
    if (section_) out_ << "</section>\n";
    section_ = false;
  }
  std::ostream& out_;
  bool list_ = false, section_ = false;
};

class Letter {
 public:
  Letter(const DossierResult& dossier, const LetterWords& words, const LetterOptions& options,
         Page& page)
      : dossier_(dossier), words_(words), options_(options), page_(page) {}

  void write() {
    page_.title(word("title"));
    if (!dossier_.supplier.empty()) page_.paragraph(word("to") + ": " + dossier_.supplier);
    page_.paragraph(word("date") + ": " + options_.date);
    page_.paragraph(word("subject"));
    if (!documents(true)) page_.paragraph(word("nothing"));
    page_.end();
  }

  void write_own() {
    page_.title(word("own_title"));
    page_.paragraph(word("own_opening"));
    documents(false);
    page_.end();
  }

 private:
  // The frame's words with the dossier's facts.
  std::string word(const std::string& key) const {
    const std::string product = dossier_.product.empty() ? dossier_.id : dossier_.product;
    const auto found = words_.frame.find(key);
    return filled(found == words_.frame.end() ? "" : found->second,
                  {"{product}", "{supplier}", "{date}", "{deadline}"},
                  {product, dossier_.supplier, options_.date, options_.deadline});
  }

  bool documents(bool of_supplier) {
    std::vector<const NeededDocument*> asked;
    for (const NeededDocument& document : dossier_.needed)
      if ((document.held_by == "supplier") == of_supplier) asked.push_back(&document);
    if (asked.empty()) return false;
    if (of_supplier) {
      page_.paragraph(word("opening"));
      page_.paragraph(word(options_.deadline.empty() ? "no_deadline" : "deadline"));
    }
    for (std::size_t i = 0; i < asked.size(); ++i) write_document(i + 1, *asked[i]);
    if (!of_supplier) return true;
    page_.paragraph(word("absent"));
    page_.paragraph(word("closing"));
    page_.paragraph(word("signature"));
    return true;
  }

  void write_document(std::size_t number, const NeededDocument& document) {
    const auto name = words_.documents.find(document.kind);
    page_.document(number, name == words_.documents.end() ? document.name : name->second);
    std::vector<std::string> foreign;
    for (const std::string& ask : document.asks) {
      const std::optional<std::string> own = translated(ask, words_);
      if (own) page_.item(*own);
      if (!own) foreign.push_back(ask);
    }
    // The meanings of facts are English; in another language the document's name says it.
    if (document.asks.empty() && !document.meanings.empty() && !words_.translates)
      page_.item(filled(word("missing"), {"{facts}"}, {first(document.meanings, kMostFacts)}));
    if (!foreign.empty()) page_.heading(word("english_only"));
    for (const std::string& ask : foreign) page_.item(ask);
    if (!document.lots.empty()) page_.note(word("lots") + ": " + joined(document.lots, ", "));
    if (!document.clauses.empty())
      page_.note(word("why") + ": " + first(document.clauses, kMostClauses));
  }

  std::string first(const std::vector<std::string>& all, std::size_t most) const {
    const std::vector<std::string> some(
        all.begin(), all.begin() + static_cast<long>(std::min(most, all.size())));
    std::string text = joined(some, "; ");
    if (all.size() > most)
      text += " " + filled(word("more_clauses"), {"{count}"}, {std::to_string(all.size() - most)});
    return text;
  }

  const DossierResult& dossier_;
  const LetterWords& words_;
  const LetterOptions& options_;
  Page& page_;
};

}  // namespace

std::optional<std::string> translated(const std::string& request, const LetterWords& words) {
  if (!words.translates) return request;
  for (const TranslatedRequest& known : words.requests) {
    // A request for each lot that nobody named: "of each lot" is "of lot {lot.number}".
    for (const auto& [each, own] : words.each) {
      const std::string thing = each.substr(each.find(' ') + 1) + " {";
      const std::size_t at =
          each.starts_with("each ") ? known.original.find(thing) : std::string::npos;
      if (at == std::string::npos) continue;
      const std::size_t close = known.original.find('}', at);
      std::string wanted = known.original;
      wanted.replace(at, close + 1 - at, each);
      if (wanted != request) continue;
      const std::string path =
          known.original.substr(at + thing.size() - 1, close + 2 - at - thing.size());
      const std::string noun = own.substr(own.find(' ') + 1);
      std::string result = replaced(known.translated, "del " + noun + " " + path, "de " + own);
      return replaced(std::move(result), noun + " " + path, own);
    }
    const Template parts = cut_at_paths(known.original);
    std::optional<std::vector<std::string>> values = values_in(request, parts);
    if (!values) continue;
    for (std::string& value : *values)
      if (const auto own = words.each.find(value); own != words.each.end()) value = own->second;
    return filled(known.translated, parts.paths, *values);
  }
  return std::nullopt;
}

void write_letter(const DossierResult& dossier, const LetterWords& words,
                  const LetterOptions& options, std::ostream& out) {
  if (options.html) {
    const auto title = words.frame.find("title");
    HtmlPage page(out, words.language, title == words.frame.end() ? "" : title->second);
    return Letter(dossier, words, options, page).write();
  }
  TextPage page(out, options.width);
  Letter(dossier, words, options, page).write();
}

void write_own_records(const DossierResult& dossier, const LetterWords& words,
                       const LetterOptions& options, std::ostream& out) {
  const bool any = std::any_of(dossier.needed.begin(), dossier.needed.end(),
                               [](const NeededDocument& d) { return d.held_by != "supplier"; });
  if (!any) return;
  TextPage page(out, options.width);
  Letter(dossier, words, options, page).write_own();
}

}  // namespace verilot
