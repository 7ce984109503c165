#include "examine/claim_cues.h"

#include <algorithm>

#include "examine/printed.h"

namespace verilot {

namespace {

constexpr std::size_t kReach = 400;  // bytes before and after a phrase that may turn it
constexpr int kReachWords = 12;      // words between a negation and what it negates

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

std::unique_ptr<RE2> compile(const std::vector<std::string>& patterns, const std::string& role,
                             Problems& problems) {
  RE2::Options options;
  options.set_encoding(RE2::Options::EncodingLatin1);
  options.set_log_errors(false);
  std::string all;
  for (const std::string& pattern : patterns) all += (all.empty() ? "" : "|") + pattern;
  // Cues that touch the phrase end or begin where it begins or ends.
  std::string anchored = "((?:" + all + "))";
  if (role == "negation_adjacent" || role == "definite") anchored = "((?:" + all + ")\\s*)$";
  if (role == "denial") anchored = "^([\"')\\s]*(?:" + all + "))";
  if (role == "yes" || role == "no") anchored = "^([\"'(\\s]*(?:" + all + "))";
  auto compiled = std::make_unique<RE2>(anchored, options);
  if (compiled->ok()) return compiled;
  problems.push_back({ProblemLevel::error, in_file("rules/claims"),
                      "the cues '" + role + "' are no valid RE2 pattern: " + compiled->error()});
  return nullptr;
}

std::string_view before_of(const ClaimContext& c) {
  const std::size_t from = c.begin > kReach ? c.begin - kReach : 0;
  return c.sentence.substr(from, c.begin - from);
}

std::string_view after_of(const ClaimContext& c) { return c.sentence.substr(c.end, kReach); }

// The end of the last match that begins before `limit`, npos when there is none.
std::size_t last_match_end(const RE2* cue, std::string_view text,
                           std::size_t limit = std::string_view::npos) {
  std::size_t last = std::string_view::npos;
  if (cue == nullptr) return last;
  re2::StringPiece rest = piece(text);
  re2::StringPiece match;
  while (RE2::FindAndConsume(&rest, *cue, &match) && !match.empty()) {
    if (static_cast<std::size_t>(match.data() - text.data()) >= limit) break;
    last = static_cast<std::size_t>(match.data() + match.size() - text.data());
  }
  return last;
}

std::size_t first_match_begin(const RE2* cue, std::string_view text) {
  re2::StringPiece match;
  if (cue == nullptr || !RE2::PartialMatch(piece(text), *cue, &match)) return text.size();
  return static_cast<std::size_t>(match.data() - text.data());
}

bool quoted(std::string_view text, std::size_t at) {
  return std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '"') % 2 != 0;
}

// "not (yet) approved": what stands in brackets that close again is beside the clause.
std::string without_brackets(std::string_view text) {
  std::string out(text);
  std::size_t open = std::string::npos;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (out[i] == '(') open = i;
    if (out[i] != ')' || open == std::string::npos) continue;
    std::fill(out.begin() + static_cast<std::ptrdiff_t>(open),
              out.begin() + static_cast<std::ptrdiff_t>(i) + 1, ' ');
    open = std::string::npos;
  }
  return out;
}

}  // namespace

ClaimCues::ClaimCues(const ClaimTable& table, const std::string& product_kind, Problems& problems) {
  auto cues = std::make_shared<Cues>();
  for (const auto& [role, patterns] : table.cues)
    if (!patterns.empty()) (*cues)[role] = compile(patterns, role, problems);
  cues_ = std::move(cues);
  compile_other_products(table, product_kind, problems);
}

ClaimCues::ClaimCues(const ClaimCues& other, const ClaimTable& table,
                     const std::string& product_kind, Problems& problems)
    : cues_(other.cues_) {
  compile_other_products(table, product_kind, problems);
}

void ClaimCues::compile_other_products(const ClaimTable& table, const std::string& product_kind,
                                       Problems& problems) {
  std::vector<std::string> others;
  for (const OtherProduct& other : table.other_products)
    if (std::find(other.kinds.begin(), other.kinds.end(), product_kind) == other.kinds.end())
      others.push_back(other.pattern);
  if (!others.empty()) other_products_ = compile(others, "other_products", problems);
}

const RE2* ClaimCues::find(std::string_view role) const {
  const auto it = cues_->find(role);
  return it == cues_->end() ? nullptr : it->second.get();
}

bool ClaimCues::matches(std::string_view role, std::string_view text) const {
  const RE2* cue = find(role);
  return cue != nullptr && RE2::PartialMatch(piece(text), *cue);
}

std::string ClaimCues::masked(std::string_view sentence) const {
  std::string out(sentence);
  const RE2* cue = find("look_alike");
  if (cue == nullptr) return out;
  re2::StringPiece rest = piece(sentence);
  re2::StringPiece match;
  while (RE2::FindAndConsume(&rest, *cue, &match) && !match.empty()) {
    const std::ptrdiff_t at = match.data() - sentence.data();
    std::fill_n(out.begin() + at, match.size(), '#');
  }
  return out;
}

Governance ClaimCues::governs(std::string_view block) const {
  if (matches("warning", block)) return Governance::warning;
  if (matches("denying_heading", block)) return Governance::denial;
  return Governance::none;
}

bool ClaimCues::is_question(const ClaimContext& c) const {
  std::size_t end = c.sentence.size();
  while (end > 0 && (c.sentence[end - 1] == '"' || c.sentence[end - 1] == '\'' ||
                     c.sentence[end - 1] == ')' || c.sentence[end - 1] == ' '))
    --end;
  return end > 0 && c.sentence[end - 1] == '?' &&
         !matches("rhetorical", c.spoken.substr(0, kReach));
}

std::string_view ClaimCues::answered(const ClaimContext& c) const {
  if (matches("yes", c.next_sentence)) return "asserted";
  if (matches("no", c.next_sentence)) return "negated";
  return "reported";
}

// Whether the speaker talks of the own product between the cue and the phrase.
bool ClaimCues::is_own(std::string_view between) const {
  const std::size_t at = first_match_begin(find("own_voice"), between);
  return at != between.size() && !quoted(between, at);
}

bool ClaimCues::reported(const ClaimContext& c) const {
  const std::string_view before = before_of(c);
  // The phrase itself may begin with the verb: "one advert | promised a permanent cure".
  const std::string_view with_phrase =
      c.sentence.substr(c.begin - before.size(), before.size() + (c.end - c.begin));
  const std::size_t cue = last_match_end(find("reported"), with_phrase, before.size());
  if (cue != std::string_view::npos && !is_own(before.substr(std::min(cue, before.size()))))
    return true;
  const std::string_view after = after_of(c);
  const std::size_t clause_end = first_match_begin(find("contrast"), after);
  return matches("reported_after", after.substr(0, clause_end));
}

// "No product is approved": the noun's negation reaches over its verb, not over a list of nouns.
bool ClaimCues::noun_negation_reaches(std::string_view segment) const {
  const std::size_t at = last_match_end(find("negation_noun"), segment);
  if (at == std::string_view::npos) return false;
  const std::string_view between = segment.substr(at);
  if (trimmed(between).empty()) return true;
  return matches("verb", between);
}

bool ClaimCues::negation_reaches(std::string_view clause, std::string_view after) const {
  const std::size_t comma = clause.rfind(',');
  const std::string_view segment =
      comma == std::string_view::npos ? clause : clause.substr(comma + 1);
  const std::size_t in_segment = last_match_end(find("negation"), segment);
  if (in_segment != std::string_view::npos || noun_negation_reaches(segment)) return true;
  if (comma == std::string_view::npos) return false;
  // Over a comma: a verb goes on ("no product, ours included, is approved"), an "or" lists ("not
  // approved, cleared, or licensed"), or the negation stands right before it ("not, as some say,").
  const bool goes_on = matches("continuation", segment) ||
                       (trimmed(segment).empty() && matches("alternative", after));
  const std::size_t before = last_match_end(find("negation"), clause);
  const bool at_comma = before != std::string_view::npos && before < clause.size() &&
                        trimmed(clause.substr(before)).substr(0, 1) == ",";
  if (!goes_on) return at_comma;
  return before != std::string_view::npos || noun_negation_reaches(clause);
}

bool ClaimCues::negated_before(std::string_view before, std::string_view after,
                               std::string_view phrase) const {
  if (matches("negation_adjacent", before)) return true;
  // "We don't sell fakes with our FDA-approved vials": the own product stays what it is called.
  if (matches("definite", before)) return false;
  const std::string open = without_brackets(before);
  const std::size_t broken = last_match_end(find("clause_break"), open);
  std::string_view clause = open;
  if (broken != std::string_view::npos) clause = clause.substr(broken);
  const std::size_t negation = std::min(last_match_end(find("negation"), clause), clause.size());
  const auto words =
      std::count(clause.begin() + static_cast<std::ptrdiff_t>(negation), clause.end(), ' ');
  if (negation != clause.size() && words > kReachWords) clause = clause.substr(negation);
  return negation_reaches(clause, std::string(phrase) + std::string(after.substr(0, 80)));
}

bool ClaimCues::negated(const ClaimContext& c) const {
  const std::string_view phrase = c.sentence.substr(c.begin, c.end - c.begin);
  const std::string_view after = after_of(c);
  if (!c.holds_negation && (matches("negation", phrase) || matches("negation_noun", phrase)))
    return true;
  if (negated_before(before_of(c), after, phrase)) return true;
  return matches("denial", after);
}

bool ClaimCues::conditional(const ClaimContext& c) const {
  const std::string open = without_brackets(before_of(c));
  const std::size_t broken = last_match_end(find("clause_break"), open);
  std::string_view clause = open;
  if (broken != std::string_view::npos) clause = clause.substr(broken);
  const std::size_t comma = clause.rfind(',');
  if (comma != std::string_view::npos) clause = clause.substr(comma + 1);
  const std::string_view phrase = c.sentence.substr(c.begin, c.end - c.begin);
  if (matches("condition", clause)) return true;
  if (!c.holds_negation && matches("condition", phrase)) return true;
  const std::string_view after = after_of(c);
  return matches("condition_after", after.substr(0, first_match_begin(find("contrast"), after)));
}

bool ClaimCues::about_other_product(const ClaimContext& c) const {
  if (!c.about_product || !c.others_are_others || other_products_ == nullptr) return false;
  constexpr std::size_t kBeside = 40;
  std::string_view before = before_of(c);
  if (before.size() > kBeside) before = before.substr(before.size() - kBeside);
  std::string_view after = after_of(c).substr(0, kBeside);
  const auto cut = [](char ch) { return ch == ',' || ch == ';' || ch == ':' || ch == '.'; };
  const auto last = std::find_if(before.rbegin(), before.rend(), cut);
  before = before.substr(static_cast<std::size_t>(before.rend() - last));
  const std::size_t joined = before.rfind(" and ");  // "laser caps and FDA-approved minoxidil"
  if (joined != std::string_view::npos) before = before.substr(joined + 5);
  after = after.substr(
      0, static_cast<std::size_t>(std::find_if(after.begin(), after.end(), cut) - after.begin()));
  if (matches("product_words", before) || matches("product_words", after)) return false;
  return RE2::PartialMatch(piece(before), *other_products_) ||
         RE2::PartialMatch(piece(after), *other_products_);
}

// A form of words that takes promises back: "results may vary and are not guaranteed".
std::string_view ClaimCues::stance(const ClaimContext& c) const {
  const std::string_view plain = stance_of_clause(c);
  return plain != "asserted" && matches("disclaimer", c.spoken) ? "disclaimer" : plain;
}

std::string_view ClaimCues::stance_of_clause(const ClaimContext& c) const {
  // "We guarantee" under a heading of warnings is the speaker's own claim all the same.
  if (c.governance == Governance::warning && !is_own(before_of(c))) return "reported";
  if (is_question(c)) return answered(c);
  if (reported(c)) return "reported";
  if (c.governance == Governance::denial || negated(c)) return "negated";
  if (conditional(c)) return "conditional";
  return about_other_product(c) ? "reported" : "asserted";
}

}  // namespace verilot
