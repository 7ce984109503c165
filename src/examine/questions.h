// Questions about certificates, collected by the checks and added to the evidence as `questions`.
//
//   questions.ask("duplicate_results", {&a, &b}, {{"count", "7"}, {"evidence", "..."}});
//
// The table gives the words, how grave a question is, and whether what gives rise to it is a
// contradiction. A question that is answered is settled; a contradiction that nobody explained is
// settled the other way; any other stays open, its words are the reason.
// Limits: kMaxQuestions; one more makes the list incomplete.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "examine/certificate_view.h"

namespace verilot {

constexpr std::size_t kMaxQuestions = 300;

class Questions {
 public:
  using Words = std::map<std::string, std::string, std::less<>>;

  Questions(EvidenceBuilder& builder, const ExamineContext& context)
      : builder_(builder), context_(context) {}

  // `about` has at least one certificate; "certificate" is filled with the name of the first. The
  // place is that of `at`, else of the first certificate.
  void ask(std::string_view check, const std::vector<const CertificateView*>& about, Words,
           NodeId at = kNoNode);
  void ask(std::string_view check, const CertificateView& about, std::string evidence,
           NodeId at = kNoNode) {
    ask(check, {&about}, {{"evidence", std::move(evidence)}}, at);
  }

  // A number of the table; 0 where the check has none of that name.
  double threshold(std::string_view check, std::string_view name) const;
  const ExamineContext& context() const { return context_; }
  const Evidence& evidence() const { return builder_.view(); }

 private:
  void add_settled(NodeId question, const CertificateCheck&,
                   const std::vector<const CertificateView*>& about, const SourceLocation&);

  EvidenceBuilder& builder_;
  const ExamineContext& context_;
  NodeId list_ = kNoNode;
};

// "a, b and 3 more": the first names of a list.
std::string listed(const std::vector<std::string>& names, std::size_t most = 6);

}  // namespace verilot
