#include "certificate_score.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace verilot::bench {
namespace {

// White space and case do not count; variants of one sign are one.
std::string plain(std::string_view text) {
  static constexpr std::pair<std::string_view, std::string_view> kSame[] = {
      {"\xCE\xBC", "\xC2\xB5"},
      {"≤", "<="},
      {"≥", ">="},
      {"–", "-"},
      {"—", "-"},
      {"−", "-"},
      {"×", "x"},
      {"’", "'"},
      {"·", "."},
      {"\xC2\xA0", ""}};
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto same = std::ranges::find_if(
        kSame, [&](const auto& pair) { return text.substr(i).starts_with(pair.first); });
    if (same != std::end(kSame)) {
      out += same->second;
      i += same->first.size();
      continue;
    }
    const auto c = static_cast<unsigned char>(text[i++]);
    if (std::isspace(c) == 0) out += static_cast<char>(std::tolower(c));
  }
  return out;
}

std::string plain_name(std::string_view text) {
  std::string name = plain(text);
  while (name.ends_with(':') || name.ends_with('*')) name.pop_back();
  while (name.starts_with('*')) name.erase(0, 1);
  return name;
}

std::string text_of(const std::optional<Printed>& printed) { return printed ? printed->text : ""; }
bool is_doubtful(const std::optional<Printed>& printed) {
  return printed && !printed->doubt.empty();
}

std::string value_of(const std::string& result, const std::string& unit) {
  const std::string value = plain(result);
  const std::string after = plain(unit);
  return value.ends_with(after) ? value : value + after;
}
std::string value_of(const CertificateTest& test) {
  return value_of(text_of(test.result), text_of(test.unit));
}

bool same_name(const CertificateTest& read, const TruthTest& truth) {
  const std::string name = plain_name(read.analyte.text);
  if (name == plain_name(truth.analyte)) return true;
  if (std::ranges::any_of(truth.other_names,
                          [&](const std::string& other) { return name == plain_name(other); }))
    return true;
  // "Purity (HPLC)" is read as purity by HPLC.
  return read.method &&
         plain_name(read.analyte.text + "(" + read.method->text + ")") == plain_name(truth.analyte);
}

// A row without a result is a panel with its verdict, which may be read as either.
bool same_value(const CertificateTest& read, const TruthTest& truth) {
  const std::string value = value_of(read);
  const auto is_value = [&](const TruthColumn& column) {
    return value == value_of(column.result, column.unit);
  };
  if (std::ranges::any_of(truth.columns, is_value)) return true;
  if (truth.columns.front().result.empty() && !truth.status.empty() && value == plain(truth.status))
    return true;
  // A panel that was not tested says so where its verdict would stand.
  return value.empty() && read.printed_status &&
         plain(read.printed_status->text) == plain(truth.columns.front().result);
}

bool same_section(const CertificateTest& read, const TruthTest& truth) {
  const std::string a = plain(read.section);
  const std::string b = plain(truth.section);
  return a == b || (!a.empty() && b.find(a) != std::string::npos) ||
         (!b.empty() && a.find(b) != std::string::npos);
}

bool has_limit(const TruthTest& truth) {
  return !(truth.limit.empty() && truth.minimum.empty() && truth.maximum.empty());
}

bool same_limit(const std::string& read, const TruthTest& truth) {
  const std::string text = plain(read);
  const std::string low = plain(truth.minimum);
  const std::string high = plain(truth.maximum);
  if (!truth.limit.empty()) return text == plain(truth.limit);
  if (!low.empty() && !high.empty()) return text == low + "to" + high || text == low + "-" + high;
  if (!low.empty()) return text == low || text == "nlt" + low || text == ">=" + low;
  if (!high.empty()) return text == high || text == "nmt" + high || text == "<=" + high;
  return text.empty();
}

bool same_status(const CertificateTest& read, const TruthTest& truth) {
  const std::string status = plain(truth.status);
  if (plain(text_of(read.printed_status)) == status) return true;
  return truth.columns.front().result.empty() && plain(text_of(read.result)) == status;
}

std::string describe(const TruthTest& test) {
  return test.section + " | " + test.analyte + " | " + test.columns.front().result + " " +
         test.columns.front().unit;
}
std::string describe(const CertificateTest& test) {
  return test.section + " | " + test.analyte.text + " | " + text_of(test.result) + " " +
         text_of(test.unit);
}

std::string why_doubted(const CertificateTest& test) {
  std::string why = describe(test);
  for (const Printed* value :
       {&test.analyte, test.result ? &*test.result : nullptr, test.unit ? &*test.unit : nullptr})
    if (value != nullptr && !value->doubt.empty()) why += " (" + value->doubt + ")";
  return why;
}

// Names differ by their legal form and punctuation alone.
std::string company(std::string_view name) {
  std::string out;
  std::string word;
  const auto flush = [&] {
    static constexpr std::string_view kForms[] = {"llc", "inc", "ltd", "gmbh", "co", "corp", "ag"};
    if (std::ranges::find(kForms, word) == std::end(kForms)) out += word;
    word.clear();
  };
  for (const char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || (c & 0x80) != 0)
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    else if (c != '.')
      flush();
  }
  flush();
  return out;
}

class CertificateScore {
 public:
  CertificateScore(const Certificate* read, const TruthCertificate* truth, FileScore& score)
      : read_(read), truth_(truth), score_(score) {}

  void add() {
    match_rows();
    headers();
    dates();
  }

 private:
  using Used = std::vector<bool>;

  void match_rows() {
    static const Certificate kNone;
    static const TruthCertificate kNothing;
    const auto& read = (read_ == nullptr ? kNone : *read_).tests;
    const auto& truth = (truth_ == nullptr ? kNothing : *truth_).tests;
    Used read_used(read.size()), truth_used(truth.size());
    for (int pass = 0; pass < 4; ++pass) {
      for (std::size_t i = 0; i < read.size(); ++i) {
        for (std::size_t j = 0; j < truth.size() && !read_used[i]; ++j) {
          if (truth_used[j] || !matches(pass, read[i], truth[j])) continue;
          read_used[i] = truth_used[j] = true;
          compare(read[i], truth[j]);
        }
      }
    }
    for (std::size_t j = 0; j < truth.size(); ++j)
      if (!truth_used[j]) miss(truth[j]);
    for (std::size_t i = 0; i < read.size(); ++i)
      if (!read_used[i]) add_extra(read[i]);
    for (const CertificateTest& test : read)
      if (test.analyte_id.empty()) score_.unknown_analytes.push_back(test.analyte.text);
  }

  static bool matches(int pass, const CertificateTest& read, const TruthTest& truth) {
    if (!same_name(read, truth)) return false;
    if (pass < 2 && !same_value(read, truth)) return false;
    return pass % 2 == 1 || same_section(read, truth);
  }

  void compare(const CertificateTest& read, const TruthTest& truth) {
    const bool doubtful =
        !read.analyte.doubt.empty() || is_doubtful(read.result) || is_doubtful(read.unit);
    const bool right = same_value(read, truth);
    count("row", true, !doubtful, right, describe(truth) + " read as " + describe(read));
    if (doubtful) score_.doubted.push_back(describe(truth) + " read as " + why_doubted(read));
    const bool limit = same_limit(text_of(read.limit), truth);
    const bool status = same_status(read, truth);
    Count& whole = score_.fields["row, limit and status"];
    ++whole.truth;
    if (!doubtful && !is_doubtful(read.limit) && !is_doubtful(read.printed_status)) {
      ++whole.read;
      whole.right += right && limit && status;
    }
    count("limit", has_limit(truth), read.limit && !is_doubtful(read.limit), limit,
          describe(truth) + ": limit '" + limit_of(truth) + "' read as '" + text_of(read.limit) +
              "'");
    if (!truth.columns.front().result.empty())
      count("status", !truth.status.empty(),
            read.printed_status && !is_doubtful(read.printed_status), status,
            describe(truth) + ": status '" + truth.status + "' read as '" +
                text_of(read.printed_status) + "'");
    part("detection limit", truth.detection_limit, read.detection_limit, describe(truth));
    part("quantitation limit", truth.quantitation_limit, read.quantitation_limit, describe(truth));
    Count& method = score_.fields["method"];
    method.truth += !truth.method.empty();
    method.read += read.method.has_value();
    method.right += read.method && plain(read.method->text) == plain(truth.method);
  }

  static std::string limit_of(const TruthTest& truth) {
    return truth.limit.empty() ? truth.minimum + ".." + truth.maximum : truth.limit;
  }

  void part(const std::string& field, const std::string& truth, const std::optional<Printed>& read,
            const std::string& row) {
    count(field, !truth.empty(), read && !is_doubtful(read), plain(text_of(read)) == plain(truth),
          row + ": " + field + " '" + truth + "' read as '" + text_of(read) + "'");
  }

  // A value that is printed, given as known, and right; `what` tells where it differs.
  void count(const std::string& field, bool printed, bool known, bool right,
             const std::string& what) {
    Count& counted = score_.fields[field];
    counted.truth += printed;
    counted.read += known;
    counted.right += printed && known && right;
    score_.known += known;
    score_.wrong += known && !right;
    if (known && !right) score_.differing.push_back(what);
    if (printed && !known && field != "row") score_.missed.push_back(what);
    if (field == "row" && !known) ++score_.doubtful;
  }

  void miss(const TruthTest& truth) {
    ++score_.fields["row"].truth;
    ++score_.fields["row, limit and status"].truth;
    score_.fields["limit"].truth += has_limit(truth);
    score_.fields["status"].truth += !truth.status.empty() && !truth.columns[0].result.empty();
    score_.missed.push_back(describe(truth));
  }

  void add_extra(const CertificateTest& read) {
    if (!read.analyte.doubt.empty() || is_doubtful(read.result)) {
      ++score_.doubtful;
      return;
    }
    ++score_.fields["row"].read;
    ++score_.fields["row, limit and status"].read;
    ++score_.known;
    ++score_.wrong;
    score_.extra.push_back(describe(read));
  }

  void header(const std::string& field, const std::optional<std::string>& truth,
              const std::optional<Printed>& read, bool is_company) {
    const bool known = read && !read->text.empty() && !is_doubtful(read);
    const bool right = truth && (is_company ? company(text_of(read)) == company(*truth)
                                            : plain(text_of(read)) == plain(*truth));
    count(field, truth.has_value(), known, right,
          field + " '" + truth.value_or("(none)") + "' read as '" + text_of(read) + "'");
  }

  void headers() {
    static const Certificate kNone;
    static const TruthCertificate kNothing;
    const Certificate& read = read_ == nullptr ? kNone : *read_;
    const TruthCertificate& truth = truth_ == nullptr ? kNothing : *truth_;
    header("product", truth.product_name, read.product_name, false);
    header("lot", truth.lot, read.lot, false);
    header("laboratory", truth.laboratory, read.laboratory, true);
    header("number", truth.number, read.number, false);
    header("client", truth.client, read.client, true);
    header("manufacturer", truth.manufacturer, read.manufacturer, true);
    signatory(truth, read);
  }

  // One of those who signed; the field may hold the post beside the name.
  void signatory(const TruthCertificate& truth, const Certificate& read) {
    const std::string name = company(text_of(read.signatory));
    const bool right = std::ranges::any_of(truth.signatories, [&](const std::string& person) {
      return name.find(company(person.substr(0, person.find('(')))) != std::string::npos;
    });
    Count& counted = score_.fields["signatory"];
    counted.truth += !truth.signatories.empty();
    counted.read += read.signatory && !read.signatory->text.empty();
    counted.right += right;
  }

  static bool is_date(const std::string& truth, const std::string& read) {
    const std::size_t slash = truth.find('/');
    return !read.empty() &&
           (read == truth || (slash != std::string::npos &&
                              (read == truth.substr(0, slash) || read == truth.substr(slash + 1))));
  }

  void dates() {
    if (read_ == nullptr && truth_ == nullptr) return;
    static const std::map<std::string, Printed> kNoDates;
    const auto& read = read_ == nullptr ? kNoDates : read_->dates;
    std::map<std::string, bool> used;
    if (truth_ != nullptr)
      for (const auto& [role, iso] : truth_->dates) date(role, iso, read, used);
    for (const auto& [role, printed] : read) {
      if (used[role] || printed.text.empty() || !printed.doubt.empty()) continue;
      count("date", false, true, false, "date " + role + " read as " + printed.text);
    }
  }

  void date(const std::string& role, const std::string& iso,
            const std::map<std::string, Printed>& read, std::map<std::string, bool>& used) {
    const auto& roles = roles_of(role);
    if (roles.empty()) return;
    std::string seen;
    bool right = false;
    for (const std::string& ours : roles) {
      const auto found = read.find(ours);
      if (found == read.end() || found->second.text.empty() || !found->second.doubt.empty())
        continue;
      if (!is_date(iso, found->second.text)) {
        if (seen.empty() && ours == roles.front()) seen = found->second.text;
        continue;
      }
      used[ours] = right = true;
    }
    Count& own = score_.fields["date " + role];
    ++own.truth;
    own.read += right || !seen.empty();
    own.right += right;
    // A differing date is counted once, with the dates that nothing printed stands for.
    count("date", true, right, right, "date " + role + " " + iso + " was not read");
  }

  const Certificate* read_;
  const TruthCertificate* truth_;
  FileScore& score_;
};

// How much speaks for the one being the other.
int likeness(const Certificate& read, const TruthCertificate& truth) {
  int points = 0;
  if (truth.lot && read.lot && plain(read.lot->text) == plain(*truth.lot)) points += 20;
  if (truth.number && read.number && plain(read.number->text) == plain(*truth.number)) points += 20;
  for (const int page : read.pages)
    points += std::ranges::find(truth.pages, page) != truth.pages.end();
  for (const CertificateTest& test : read.tests) {
    points += 2 * std::ranges::any_of(truth.tests, [&](const TruthTest& other) {
                return same_name(test, other) && same_value(test, other);
              });
  }
  return points;
}

using Pairs = std::vector<std::pair<const Certificate*, const TruthCertificate*>>;

Pairs paired(const CertificateFile& read, const TruthFile& truth) {
  Pairs pairs;
  std::vector<bool> read_used(read.certificates.size()), truth_used(truth.certificates.size());
  for (;;) {
    int most = -1;
    std::size_t best_read = 0, best_truth = 0;
    for (std::size_t i = 0; i < read_used.size(); ++i) {
      for (std::size_t j = 0; j < truth_used.size(); ++j) {
        if (read_used[i] || truth_used[j]) continue;
        const int points = likeness(read.certificates[i], truth.certificates[j]);
        if (points <= most) continue;
        most = points;
        best_read = i;
        best_truth = j;
      }
    }
    if (most < 0) break;
    read_used[best_read] = truth_used[best_truth] = true;
    pairs.emplace_back(&read.certificates[best_read], &truth.certificates[best_truth]);
  }
  for (std::size_t i = 0; i < read_used.size(); ++i)
    if (!read_used[i]) pairs.emplace_back(&read.certificates[i], nullptr);
  for (std::size_t j = 0; j < truth_used.size(); ++j)
    if (!truth_used[j]) pairs.emplace_back(nullptr, &truth.certificates[j]);
  return pairs;
}

}  // namespace

Count& Count::operator+=(const Count& other) {
  truth += other.truth;
  read += other.read;
  right += other.right;
  return *this;
}

FileScore score_file(const CertificateFile& read, const TruthFile& truth) {
  FileScore score;
  score.name = truth.name;
  score.format = truth.format;
  score.text_layer = truth.text_layer;
  for (const auto& [certificate, printed] : paired(read, truth))
    CertificateScore(certificate, printed, score).add();
  return score;
}

void add(FileScore& total, const FileScore& one) {
  for (const auto& [field, counted] : one.fields) total.fields[field] += counted;
  total.known += one.known;
  total.wrong += one.wrong;
  total.doubtful += one.doubtful;
  total.milliseconds += one.milliseconds;
}

}  // namespace verilot::bench
