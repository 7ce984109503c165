#include "ingest/certificate_labels.h"

#include <algorithm>
#include <map>
#include <optional>

#include "ingest/certificate_fields.h"
#include "ingest/label_phrases.h"
#include "ingest/label_strips.h"
#include "ingest/text_fold.h"

namespace verilot {
namespace {

constexpr double kValueReach = 260;  // points from a label to the value on its right

// A label without a colon must be unmistakable: these words also stand in running text.
bool needs_colon(const std::string& role) {
  return role == "other" || role == "overall_status" || role == "laboratory" || role == "signatory";
}

SourceLocation place(const PageLayout& page, const Box& box, const std::string& file) {
  return place_in_pdf(file, page.page, box);
}

class LabelFinder {
 public:
  LabelFinder(const PageLayout& page, const Lexicon& lexicon, const std::string& file,
              std::vector<Recognition>* recognised)
      : page_(page), lexicon_(lexicon), file_(file), recognised_(recognised) {}

  Labels find() {
    for (const StripValue& value : strip_values(page_, lexicon_)) {
      sample_ = false;
      label_ = value.label;
      put(value.role, value.text, value.box);
    }
    for (std::size_t i = 0; i < page_.lines.size(); ++i) {
      const Line& line = page_.lines[i];
      for (std::size_t j = 0; j < line.phrases.size(); ++j) look_at(i, j);
    }
    for (const Line& line : page_.lines)
      for (const Phrase& phrase : line.phrases) look_into(phrase);
    stand_in("harvest_lot", "lot");
    stand_in("product_description", "product_name");
    return std::move(labels_);
  }

 private:
  // A weaker label speaks where the better one is not on the page.
  void stand_in(const char* weaker, const char* role) {
    const auto found = labels_.find(weaker);
    if (found == labels_.end()) return;
    Printed& kept = labels_[role];
    if (kept.text.empty() && !found->second.text.empty()) kept = found->second;
    labels_.erase(weaker);
  }

  void look_at(std::size_t line, std::size_t index) {
    const Phrase& phrase = page_.lines[line].phrases[index];
    auto found = label_in(phrase, lexicon_);
    if (!found) return;
    if (needs_colon(found->role) && !found->colon && !names_organisation(line, index, *found))
      return;
    // A column header is no label: "Compound", "Material".
    if (!found->colon && lexicon_.column(found->label).role == "analyte") return;
    if (!found->colon && heads_table(line)) return;
    sample_ = folded(found->label) == "sample";
    label_ = found->label;
    if (found->role == "date") found->role = role_of_date(line, index);
    if (heads_column(line, index, *found)) return;
    if (!found->value.empty()) {
      if (!accepts(*found, found->value)) return;
      put(found->role, with_continuation(found->value, phrase, line), phrase.box);
      split_further(phrase);
    } else if (const Phrase* right = value_right(line, index, *found)) {
      put(found->role, with_wrapped(*right, line, phrase), right->box);
    } else if (const auto near = stands_over_value(line, phrase, *found)
                                     ? std::optional<StripValue>()
                                     : value_near(line, index, *found)) {
      put(found->role, near->text, near->box);
    } else if (const auto date = date_right(line, index, found->role)) {
      put(found->role, date->text, date->where.box);
    } else if (const Phrase* below = value_below(line, phrase, *found)) {
      put(found->role, with_continuation(below->text, *below, line_of(*below)), below->box);
    } else if (const Phrase* above = value_above(line, phrase, *found)) {
      put(found->role, above->text, above->box);
    } else if (found->colon) {
      put_empty(found->role, phrase.box);
    }
  }

  // "Test | Method | Date tested | Result"
  bool heads_table(std::size_t line) const {
    return std::ranges::count_if(page_.lines[line].phrases, [&](const Phrase& phrase) {
             const std::string role = lexicon_.column(phrase.text).role;
             return role == "analyte" || role == "result" || role == "limit";
           }) >= 2;
  }

  // "Testing laboratory | Beryl Testing Co., Ltd.": what stands beside shows that it is a label.
  bool names_organisation(std::size_t line, std::size_t index, const FoundLabel& found) const {
    const auto& phrases = page_.lines[line].phrases;
    if (found.role != "laboratory" || !found.value.empty() || index + 1 >= phrases.size())
      return false;
    const std::string& next = phrases[index + 1].text;
    return lexicon_.has_company_form(next) || lexicon_.names_laboratory(next);
  }

  // A plain "Date" beside the certificate's number is that of the certificate, below a name that of
  // the signature; after "Received" it is said already.
  std::string role_of_date(std::size_t line, std::size_t index) const {
    const auto& phrases = page_.lines[line].phrases;
    const Box& box = phrases[index].box;
    for (std::size_t i = 0; i < phrases.size(); ++i) {
      const auto label = label_in(phrases[i], lexicon_);
      if (!label || i == index) continue;
      if (label->role == "number") return "issued";
      if (i + 1 == index && is_date_role(label->role) && label->value.empty()) return "other";
      if (i < index && is_signature(*label) && box.x0 - phrases[i].box.x1 < 200) return "signed";
    }
    for (std::size_t i = line; i-- > 0 && box.y0 - page_.lines[i].box.y1 < 40;) {
      for (const Phrase& above : page_.lines[i].phrases) {
        const auto label = label_in(above, lexicon_);
        if (label && is_signature(*label) && std::abs(above.box.x0 - box.x0) < 60) return "signed";
      }
    }
    return "date";
  }

  // "Reviewed by: 1236" stands below a table, not below a certificate.
  static bool is_signature(const FoundLabel& label) {
    return label.role == "signatory" &&
           label.value.find_first_of("0123456789") == std::string::npos;
  }

  // Words of labels also stand in running text and in tables: without a colon the value must look
  // like one of its kind.
  bool accepts(const FoundLabel& found, const std::string& value) const {
    const bool digits = value.find_first_of("0123456789") != std::string::npos;
    if (found.role == "number")
      return digits && (found.colon || lexicon_.is_number(value) || !lexicon_.is_value(value));
    if (found.role == "date" || is_date_role(found.role)) return digits && has_date(value, found);
    if (found.role == "lot") return found.colon || digits;
    return true;
  }
  static bool has_date(const std::string& value, const FoundLabel& found) {
    if (iso_date(value, DateOrder::month_first) || iso_date(value, DateOrder::day_first))
      return true;
    return looks_like_date(value) || (found.colon && value.size() < 40);
  }

  // "...; lot UCM-26-118; frozen on 19 January 2026. Released on 2 March 2026": in a sentence,
  // where no label has said it.
  void look_into(const Phrase& phrase) {
    if (phrase.words.size() < 6 || phrase.words.size() > 40) return;
    for (std::size_t i = 0; i + 1 < phrase.words.size(); ++i) {
      std::string label;
      for (std::size_t words = 1; words <= 3 && i + words < phrase.words.size(); ++words) {
        label += (words == 1 ? "" : " ") + phrase.words[i + words - 1].text;
        const std::string role = lexicon_.label_role(label);
        if (role.empty() || labels_.count(role) != 0) continue;
        const std::string value = value_in_sentence(role, phrase, i + words);
        if (value.empty()) continue;
        label_ = label;
        put(role, value, phrase.box);
      }
    }
  }

  // A card may print its label small below the value.
  const Phrase* value_above(std::size_t line, const Phrase& label, const FoundLabel& found) const {
    if (found.colon || line == 0) return nullptr;
    for (const Phrase& phrase : page_.lines[line - 1].phrases) {
      const bool aligned = std::abs(phrase.box.x0 - label.box.x0) < 4 ||
                           std::abs(centre_x(phrase.box) - centre_x(label.box)) < 4;
      const bool larger = height_of(phrase.box) > 1.15 * height_of(label.box);
      const bool near = label.box.y0 - phrase.box.y1 < 0.6 * height_of(phrase.box);
      if (!aligned || !larger || !near || label_in(phrase, lexicon_)) continue;
      if (lexicon_.is_title(phrase.text) || phrase.text.find(':') != std::string::npos) continue;
      if (!accepts(found, phrase.text)) continue;
      return &phrase;
    }
    return nullptr;
  }

  // A row of labels over a row of values ("Product | REF | Lot" over "Kit | RT-10 | 26C04"): the
  // value stands below, and what stands on the right is the next label.
  bool heads_column(std::size_t line, std::size_t index, const FoundLabel& found) {
    const auto& heads = page_.lines[line].phrases;
    if (found.colon || !found.value.empty() || heads.size() < 2) return false;
    if (line + 1 >= page_.lines.size()) return false;
    const Line& below = page_.lines[line + 1];
    if (below.box.y0 - page_.lines[line].box.y1 > 2.0 * height_of(heads[index].box)) return false;
    std::size_t labels = 0;
    std::size_t over_value = 0;
    const Phrase* value = nullptr;
    for (const Phrase& head : heads) {
      const auto label = label_in(head, lexicon_);
      labels += label && label->value.empty() && !label->colon;
      const auto stands_below = [&](const Phrase& other) {
        return std::abs(other.box.x0 - head.box.x0) < 6 ||
               std::abs(centre_x(other.box) - centre_x(head.box)) < 6;
      };
      const auto other = std::ranges::find_if(below.phrases, stands_below);
      if (other == below.phrases.end()) continue;
      if (label_in(*other, lexicon_) || !lexicon_.column(other->text).role.empty()) return false;
      ++over_value;
      if (&head == &heads[index]) value = &*other;
    }
    if (labels < 2 || labels * 2 <= heads.size() || over_value + 1 < heads.size() ||
        value == nullptr)
      return false;
    put(found.role, with_continuation(value->text, *value, line + 1), value->box);
    return true;
  }

  // "Batch: RETA-10-006-26, EXP: 01/06/2028": labels within a value.
  void split_further(const Phrase& phrase) {
    for (const char* separator : {", ", "; ", " | "}) {
      std::size_t at = 0;
      while ((at = phrase.text.find(separator, at)) != std::string::npos) {
        at += std::string_view(separator).size();
        const std::string rest = phrase.text.substr(at);
        const std::size_t colon = rest.find(':');
        if (colon == std::string::npos || colon > 40) continue;
        const std::string role = lexicon_.label_role(rest.substr(0, colon));
        if (role.empty() || role == "other") continue;
        std::string value = rest.substr(colon + 1);
        value = value.substr(0, value.find_first_of(",;|"));
        if (!squeezed(value).empty()) put(role, squeezed(value), phrase.box);
      }
    }
  }

  const Phrase* value_right(std::size_t line, std::size_t index, const FoundLabel& found) const {
    const auto& phrases = page_.lines[line].phrases;
    if (index + 1 < phrases.size() && folded(phrases[index + 1].text) == "#") ++index;
    if (index + 1 >= phrases.size()) return nullptr;
    const Phrase& next = phrases[index + 1];
    if (next.text.ends_with('/')) return nullptr;  // the next bilingual label
    // A label and a value alone on a line belong together however far apart they stand.
    if (phrases.size() > 2 && next.box.x0 - phrases[index].box.x1 > kValueReach) return nullptr;
    if (label_in(next, lexicon_) || next.text.ends_with(':')) return nullptr;
    // "Lot | pH | Sterility" are the columns of a table.
    const bool heads = !lexicon_.analyte_id(next.text).empty() &&
                       (next.words.size() == 1 || !lexicon_.column(next.text).unit.empty());
    if (found.role == "lot" && !found.colon && heads) return nullptr;
    return accepts(found, next.text) ? &next : nullptr;
  }

  // "Product" over "Exolume 100": in a narrow column the value stands right below.
  bool stands_over_value(std::size_t line, const Phrase& label, const FoundLabel& found) const {
    if (found.colon || page_.lines[line].phrases.size() != 1) return false;
    const Phrase* below = value_below(line, label, found);
    return below != nullptr && std::abs(below->box.x0 - label.box.x0) < 2;
  }

  // A label of two lines has its value half a line higher or lower, and the other way round.
  std::optional<StripValue> value_near(std::size_t line, std::size_t index,
                                       const FoundLabel& found) const {
    const Phrase& label = page_.lines[line].phrases[index];
    const auto& phrases = page_.lines[line].phrases;
    if (!found.colon && index + 1 < phrases.size() && !label_in(phrases[index + 1], lexicon_))
      return std::nullopt;
    StripValue value;
    for (const Line& other : page_.lines) {
      if (&other == &page_.lines[line] || shared_y(other.box, label.box) <= 0) continue;
      for (const Phrase& phrase : other.phrases) {
        const double gap = phrase.box.x0 - label.box.x1;
        if (gap < 0 || gap > kValueReach || shared_y(phrase.box, label.box) <= 0) continue;
        if (label_in(phrase, lexicon_) || phrase.text.ends_with(':')) return std::nullopt;
        if (!value.text.empty() && std::abs(value.box.x0 - phrase.box.x0) > 2) continue;
        value.box = value.text.empty() ? phrase.box : joined(value.box, phrase.box);
        value.text += (value.text.empty() || value.text.ends_with('-') ? "" : " ") + phrase.text;
      }
    }
    if (value.text.empty() || !accepts(found, value.text)) return std::nullopt;
    return value;
  }

  // "Sample received:" with "Date: 01/14/2026" on its right.
  std::optional<Printed> date_right(std::size_t line, std::size_t index,
                                    const std::string& role) const {
    const auto& phrases = page_.lines[line].phrases;
    if (!is_date_role(role) || index + 1 >= phrases.size()) return std::nullopt;
    const auto next = label_in(phrases[index + 1], lexicon_);
    if (!next || next->role != "date" || next->value.empty()) return std::nullopt;
    return Printed{next->value, place(page_, phrases[index + 1].box, file_)};
  }

  std::size_t line_of(const Phrase& phrase) const {
    const auto holds = [&](const Line& line) {
      return std::ranges::any_of(line.phrases, [&](const Phrase& p) { return &p == &phrase; });
    };
    return static_cast<std::size_t>(std::ranges::find_if(page_.lines, holds) - page_.lines.begin());
  }

  // A label that heads a column of cards: its value is the phrase right below.
  const Phrase* value_below(std::size_t line, const Phrase& label, const FoundLabel& found) const {
    const double reach = found.colon ? 0.8 : is_head(line) ? 2.3 : 1.6;
    for (std::size_t i = line + 1; i < page_.lines.size() && i < line + 4; ++i) {
      const double gap = page_.lines[i].box.y0 - label.box.y1;
      if (gap > reach * height_of(label.box)) return nullptr;
      for (const Phrase& phrase : page_.lines[i].phrases) {
        if (phrase.box.x0 > label.box.x1 || phrase.box.x1 < label.box.x0) continue;
        if (std::abs(phrase.box.x0 - label.box.x0) > 30) continue;
        if (label_in(phrase, lexicon_) || phrase.text.find(':') != std::string::npos)
          return nullptr;
        if (!lexicon_.column(phrase.text).role.empty()) return nullptr;
        return accepts(found, phrase.text) ? &phrase : nullptr;
      }
    }
    return nullptr;
  }

  // Several labels side by side stand further from what is below them.
  bool is_head(std::size_t line) const {
    return std::ranges::count_if(page_.lines[line].phrases, [&](const Phrase& phrase) {
             const auto label = label_in(phrase, lexicon_);
             return label && label->value.empty();
           }) >= 2;
  }

  // A value beside its label that goes on below, where no other label stands.
  std::string with_wrapped(const Phrase& value, std::size_t line, const Phrase& label) const {
    std::string text = value.text;
    Box last = value.box;
    for (std::size_t i = line + 1; i < page_.lines.size() && i <= line + 3; ++i) {
      const Line& below = page_.lines[i];
      if (below.box.y0 - last.y1 > 0.6 * height_of(last)) break;
      const Phrase* more = nullptr;
      bool labelled = false;
      for (const Phrase& phrase : below.phrases) {
        if (std::abs(phrase.box.x0 - value.box.x0) < 2) more = &phrase;
        labelled = labelled || shared_x(phrase.box, label.box) > 0;
      }
      if (more == nullptr || labelled || !may_go_on(text, *more)) break;
      text += (text.ends_with('-') ? "" : " ") + more->text;
      last = more->box;
    }
    return text;
  }

  bool may_go_on(const std::string& text, const Phrase& more) const {
    if (label_in(more, lexicon_) || more.text.find(':') != std::string::npos) return false;
    if (text.ends_with('-')) return true;
    const bool whole = iso_date(text, DateOrder::day_first).has_value() ||
                       lexicon_.is_value(text) || text.find(' ') == std::string::npos;
    return !whole && !lexicon_.is_value(more.text) && more.words.size() <= 8 &&
           more.text.find_first_of("@") == std::string::npos;
  }

  // A value broken at a hyphen goes on in the line below it.
  std::string with_continuation(std::string value, const Phrase& phrase, std::size_t line) const {
    if (!value.ends_with('-') || line + 1 >= page_.lines.size()) return value;
    for (const Phrase& below : page_.lines[line + 1].phrases) {
      if (std::abs(below.box.x0 - phrase.box.x0) < 4 && !label_in(below, lexicon_)) {
        return value + below.text;
      }
    }
    return value;
  }

  void put(const std::string& role, std::string value, const Box& box) {
    if (role == "other") return;
    // "LOT NO   : 0002264471", with its colon in a column of its own.
    while (value.starts_with(':') || value.starts_with(' ')) value.erase(0, 1);
    // A value that holds the next label ends before it: "X, Batch: Y".
    for (const char* separator : {", ", "; ", " | "}) {
      const std::size_t at = value.find(separator);
      if (at == std::string::npos) continue;
      const std::string rest = value.substr(at + std::string_view(separator).size());
      const std::size_t colon = rest.find(':');
      if (colon != std::string::npos && !lexicon_.label_role(rest.substr(0, colon)).empty()) {
        value = value.substr(0, at);
      }
    }
    if (role == "number" || role == "lot") value = value.substr(0, value.find(" | "));
    value = before_next_label(std::move(value), box);
    if (role == "product_name") value = without_lot(std::move(value), box);
    // "Report: 02.10.2026"
    if (role == "number" && is_whole_date(value)) return put("reported", std::move(value), box);
    if (!is_plausible(role, value)) return;
    if (role == "date") {
      // Several plain dates on a page say nothing about which is which.
      if (labels_.count("date") != 0 && labels_["date"].text != value) dates_differ_ = true;
      labels_["date"] = {dates_differ_ ? "" : value, place(page_, box, file_)};
      return;
    }
    Printed& kept = labels_[role];
    if (!kept.text.empty()) return;
    kept = {value, place(page_, box, file_)};
    if (recognised_ != nullptr) recognised_->push_back({"label", label_, role});
  }

  // "A-17 Exp: 01/2028" holds the next label without a sign between.
  std::string before_next_label(std::string value, const Box& box) {
    const std::size_t colon = value.find(':');
    if (colon == std::string::npos || colon + 1 >= value.size()) return value;
    for (std::size_t at = value.find(' '); at < colon; at = value.find(' ', at + 1)) {
      const std::string role = lexicon_.label_role(value.substr(at + 1, colon - at - 1));
      if (role.empty()) continue;
      put(role, squeezed(std::string_view(value).substr(colon + 1)), box);
      return value.substr(0, at);
    }
    return value;
  }

  // "Tirzepatide 15 mg, lyophilized, batch TZ15-2605-11": the lot within the product.
  std::string without_lot(std::string value, const Box& box) {
    const std::size_t comma = value.rfind(", ");
    if (comma == std::string::npos) return value;
    const auto words = split_words(value.substr(comma + 2));
    if (words.size() != 2 || !is_identifier(words[1]) || lexicon_.label_role(words[0]) != "lot")
      return value;
    put("lot", words[1], box);
    return value.substr(0, comma);
  }

  static bool is_whole_date(const std::string& value) {
    const auto digits = std::ranges::count_if(value, [](char c) { return c >= '0' && c <= '9'; });
    return value.size() <= 20 && digits <= 8 &&
           (iso_date(value, DateOrder::day_first).has_value() ||
            iso_date(value, DateOrder::month_first).has_value());
  }

  // "Batch: PASS" is a verdict, "Sample: 2106EST0729" an identifier, "Reviewed by: 1236" no name.
  bool is_plausible(const std::string& role, const std::string& value) const {
    if (folded(value).empty() || folded(value) == "#") return false;
    if ((role == "client" || role == "manufacturer") && (is_whole_date(value) || value.size() < 3))
      return false;
    if (role == "lot") {
      const std::string verdict = lexicon_.result_role(value);
      return verdict != "pass" && verdict != "fail";
    }
    const bool digits = value.find_first_of("0123456789") != std::string::npos;
    if (role == "product_name" && sample_)
      return !digits || value.find(' ') != std::string::npos || value.size() < 12;
    // "Tested by" may be followed by a person.
    if (role == "laboratory")
      return lexicon_.names_laboratory(value) || value.find(' ') == std::string::npos ||
             lexicon_.has_company_form(value);
    if (role == "signatory") return !digits && value.size() > 3;
    return true;
  }

  void put_empty(const std::string& role, const Box& box) {
    if (role == "other" || role == "overall_status" || role == "signatory" || role == "date")
      return;
    labels_.emplace(role, Printed{"", place(page_, box, file_)});
  }

  const PageLayout& page_;
  const Lexicon& lexicon_;
  const std::string& file_;
  Labels labels_;
  std::vector<Recognition>* recognised_;
  std::string label_;  // being read, as printed
  bool dates_differ_ = false;
  bool sample_ = false;  // the label being read is "Sample", which heads names and identifiers
};

}  // namespace

Labels find_labels(const PageLayout& page, const Lexicon& lexicon, const std::string& file,
                   std::vector<Recognition>* recognised) {
  return LabelFinder(page, lexicon, file, recognised).find();
}

}  // namespace verilot
