#include "examine/examine.h"

namespace verilot {

void examine_persons(EvidenceBuilder&, const ExamineContext&);       // persons.cpp
void examine_refusals(EvidenceBuilder&, const ExamineContext&);      // refusals.cpp
void examine_articles(EvidenceBuilder&, const ExamineContext&);      // articles.cpp
void examine_results(EvidenceBuilder&, const ExamineContext&);       // results.cpp
void examine_lots(EvidenceBuilder&, const ExamineContext&);          // lots.cpp
void examine_claims(EvidenceBuilder&, const ExamineContext&);        // claims.cpp
void examine_topics(EvidenceBuilder&, const ExamineContext&);        // topics.cpp
void examine_identifiers(EvidenceBuilder&, const ExamineContext&);   // identifiers.cpp
void examine_chain(EvidenceBuilder&, const ExamineContext&);         // chain.cpp
void examine_answers(EvidenceBuilder&, const ExamineContext&);       // answers.cpp
void examine_certificates(EvidenceBuilder&, const ExamineContext&);  // certificate_questions.cpp

namespace {

constexpr Examiner kExaminers[] = {
    {"refusals", examine_refusals},
    {"persons", examine_persons},
    {"articles", examine_articles},
    {"certificates", examine_certificates},  // before results: copies leave those open
    {"results", examine_results},
    {"lots", examine_lots},
    {"claims", examine_claims},
    {"topics", examine_topics},
    {"identifiers", examine_identifiers},
    {"chain", examine_chain},
    {"answers", examine_answers},
};

}  // namespace

std::span<const Examiner> examiners() { return kExaminers; }

void examine(EvidenceBuilder& evidence, const ExamineContext& context) {
  for (const Examiner& examiner : examiners()) examiner.examine(evidence, context);
}

}  // namespace verilot
