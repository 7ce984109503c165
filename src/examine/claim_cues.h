// What turns a claim: negations, warnings, conditions around the words that were recognised.
//
//   ClaimCues cues(table, problems);
//   cues.stance({sentence, begin, end, ...})   // a value of the enumeration stance
//
// Scope: a negation governs its clause; "but", ";" or a sentence of one's own ("ours is ...") ends
// it. Roles and their meaning are documented in rules/claims/en.yaml.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <re2/re2.h>

#include "model/problem.h"
#include "model/tables.h"

namespace verilot {

enum class Governance { none, warning, denial };

// One recognised phrase within its sentence, all folded.
struct ClaimContext {
  std::string_view sentence;                 // masked
  std::string_view spoken;                   // the same, not masked
  std::size_t begin = 0, end = 0;            // of the phrase
  std::string_view next_sentence;            // an answer to a question stands there
  Governance governance = Governance::none;  // what the heading above a list says
  bool holds_negation = false;               // the claim itself is negative: "no side effects"
  bool about_product = false;                // the claim may be about another product: approvals
  bool others_are_others = true;             // the text is not about one of the other products
};

class ClaimCues {
 public:
  // `product_kind` decides which of the table's other products are this one; "" when unknown.
  ClaimCues(const ClaimTable&, const std::string& product_kind, Problems&);
  // The same cues, for another kind of product.
  ClaimCues(const ClaimCues&, const ClaimTable&, const std::string& product_kind, Problems&);

  std::string_view stance(const ClaimContext&) const;
  // Whether a heading or an introduction turns the list below it.
  Governance governs(std::string_view block) const;

  // Whether a block cites literature.
  bool cites(std::string_view block) const { return matches("citation", block); }
  // Whether the text sells what is made of cells or blood: beside that, a medicine is another's.
  bool speaks_of_biologics(std::string_view text) const { return matches("biologics", text); }

  // The sentence with look-alikes of negations blanked out: "not only", "no doubt".
  std::string masked(std::string_view sentence) const;

 private:
  using Cues = std::map<std::string, std::unique_ptr<RE2>, std::less<>>;
  std::string_view stance_of_clause(const ClaimContext&) const;
  void compile_other_products(const ClaimTable&, const std::string& product_kind, Problems&);
  const RE2* find(std::string_view role) const;
  bool matches(std::string_view role, std::string_view text) const;
  bool is_question(const ClaimContext&) const;
  bool is_own(std::string_view between) const;
  bool reported(const ClaimContext&) const;
  bool negated(const ClaimContext&) const;
  bool negated_before(std::string_view before, std::string_view after,
                      std::string_view phrase) const;
  bool negation_reaches(std::string_view clause, std::string_view after) const;
  bool noun_negation_reaches(std::string_view segment) const;
  bool conditional(const ClaimContext&) const;
  bool about_other_product(const ClaimContext&) const;
  std::string_view answered(const ClaimContext&) const;

  std::shared_ptr<const Cues> cues_;
  std::unique_ptr<RE2> other_products_;
};

}  // namespace verilot
