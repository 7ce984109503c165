// Who tested, on what standing, and who answers for it.
#include <re2/re2.h>

#include <algorithm>

#include "examine/certificate_checks.h"
#include "examine/facts.h"
#include "examine/printed.h"

namespace verilot {

namespace {

bool same_name(const Said& a, const Said& b, const ExamineContext& context) {
  if (!a.known() || !b.known()) return false;
  const std::string name = folded_name(a.text, context);
  return !name.empty() && name == folded_name(b.text, context);
}

void check_named(const CertificateView& certificate, Questions& questions) {
  if (certificate.laboratory.none() && certificate.manufacturer.none() &&
      !certificate.has_statement("laboratory_line"))
    questions.ask("laboratory_missing", certificate, "");
  const auto& withheld =
      questions.context().tables.certificate_checks.statements.find("laboratory_withheld")->second;
  const bool named_so = std::ranges::any_of(withheld, [&](const std::string& pattern) {
    return RE2::PartialMatch(certificate.laboratory.text,
                             questions.context().recognisers.pattern(pattern));
  });
  if (named_so)
    questions.ask("laboratory_withheld", certificate, certificate.laboratory.text);
  else if (certificate.has_statement("laboratory_withheld"))
    questions.ask("laboratory_withheld", certificate, certificate.statement("laboratory_withheld"));
  else if (certificate.laboratory.none() && certificate.has_statement("independent") &&
           !certificate.has_statement("laboratory_line"))
    questions.ask("laboratory_withheld", certificate, certificate.statement("independent"));
}

void check_own(const CertificateView& certificate, Questions& questions) {
  const ExamineContext& context = questions.context();
  // A reader that took one line for both has not seen the laboratory's own.
  if (certificate.laboratory_is_maker_line) return;
  const bool of_maker = same_name(certificate.laboratory, certificate.manufacturer, context);
  const bool of_client = same_name(certificate.laboratory, certificate.client, context);
  if (!of_maker && !of_client) return;
  const std::string evidence = certificate.laboratory.text + " is laboratory and " +
                               (of_maker ? "manufacturer" : "client") + " in one";
  questions.ask(
      certificate.has_statement("independent") ? "independence_contradicted" : "self_tested",
      certificate, evidence);
}

// "Somelab" of "https://www.somelab.com/verify", in lower case without the last label.
std::vector<std::string> domains_in(const std::string& text) {
  static const RE2 domain(
      R"((?i)(?:@|://|\bwww\.|\b)(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,10})\b)");
  std::vector<std::string> found;
  std::string_view rest = text;
  std::string one;
  re2::StringPiece input(rest.data(), rest.size());
  while (RE2::FindAndConsume(&input, domain, &one)) found.push_back(lower_ascii(one));
  return found;
}

std::string letters_of(const std::string& text) {
  std::string out;
  for (const char c : text)
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  return out;
}

// Whether a name stands in a domain: as a whole, or by its first word of five letters and more.
bool names_domain(const Said& name, const std::string& domain, const ExamineContext& context) {
  if (!name.known()) return false;
  const std::string folded = folded_name(name.text, context);
  const std::string host = letters_of(domain.substr(0, domain.rfind('.')));
  const std::string whole = letters_of(folded);
  const std::string first = folded.substr(0, folded.find(' '));
  return (whole.size() >= 4 && host.find(whole) != std::string::npos) ||
         (first.size() >= 5 && host.find(first) != std::string::npos);
}

void check_verification(const CertificateView& certificate, Questions& questions) {
  const ExamineContext& context = questions.context();
  if (!certificate.laboratory.known() || !certificate.client.known() ||
      same_name(certificate.laboratory, certificate.client, context))
    return;
  std::string sellers;
  const auto [from, to] = certificate.statements.equal_range("address");
  for (auto it = from; it != to; ++it) {
    for (const std::string& domain : domains_in(it->second)) {
      if (names_domain(certificate.laboratory, domain, context)) return;
      const bool asks = has_word("verify", it->second, context);
      if (names_domain(certificate.client, domain, context) && (asks || sellers.empty()))
        sellers = domain;
    }
  }
  if (!sellers.empty()) questions.ask("verify_at_vendor", certificate, sellers);
}

void check_signature(const CertificateView& certificate, Questions& questions) {
  const ExamineContext& context = questions.context();
  if (certificate.signatory.none()) {
    const std::string words = certificate.statement("no_signature_needed");
    if (!words.empty()) return questions.ask("valid_unsigned", certificate, words);
    if (!certificate.has_statement("signature_line")) questions.ask("unsigned", certificate, "");
    return;
  }
  if (certificate.signatory.known() &&
      has_word("wrong_signatory", certificate.signatory.text, context) &&
      !has_word("right_signatory", certificate.signatory.text, context))
    questions.ask("signatory_role", certificate, certificate.signatory.text);
}

// The first line of the document that says one of these.
struct Sentence {
  const char* kind;
  const char* check;
};
constexpr Sentence kSentences[] = {
    {"reissued", "reissued"},
    {"informational_only", "informational_only"},
    {"outside_accreditation", "outside_accreditation"},
};

// The number of an accreditation, without the number and the year of the standard.
std::string number_in(std::string text) {
  static const RE2 standard(
      R"((?i)(?:ISO\s*/?\s*(?:IEC|IES)?\s*:?\s*)?\b(?:17025|15189|9001|13485)\b(?:\s*[:-]\s*(?:19|20)\d\d)?)");
  static const RE2 number(
      R"((?i)(?:\b(?:no|nr|number|num|cert|certificate|certification|accreditation|licen[cs]e|lab(?:oratory)?(?: code| id)?|testing|ID)\b\.?|#|\b(?:A2LA|UKAS|DAkkS|ANAB|PJLA|ENAC|COFRAC|KOLAS|NATA|CLIA|SWEDAC)\b)\s*(?:[:.#(-]|\b(?:no|nr|number|cert|certificate|accreditation|testing|laboratory)\b\.?\s*)*\s*([A-Z]{0,3}-?[A-Z]{0,2}-?\d[A-Z0-9./-]*|[X]{3,}|TBD|pending))");
  RE2::GlobalReplace(&text, standard, " ");
  std::string found;
  if (!RE2::PartialMatch(text, number, &found)) return "";
  while (!found.empty() && (found.back() == '.' || found.back() == '-' || found.back() == '/'))
    found.pop_back();
  return found;
}

bool any_fits(const std::vector<std::string>& patterns, const std::string& text,
              const ExamineContext& context) {
  return std::ranges::any_of(patterns, [&](const std::string& pattern) {
    return RE2::PartialMatch(text, context.recognisers.pattern(pattern));
  });
}

// "Accredited to ISO/IEC 17025:2017 by UKAS, no. 4321": a claim that can be looked up.
bool is_plain_claim(const std::string& text) {
  static const RE2 accredited(R"((?i)\baccredit(?:ed|ation)\b)");
  return !number_in(text).empty() && RE2::PartialMatch(text, accredited);
}

// The first words, of the accreditation or of the document, that are none.
std::string weasel_words(const CertificateView& certificate, const ExamineContext& context) {
  const auto& patterns =
      context.tables.certificate_checks.statements.find("accreditation_weasel")->second;
  const std::string& stated = certificate.accreditation.text;
  if (any_fits(patterns, stated, context) && !is_plain_claim(stated)) return stated;
  if (is_plain_claim(stated)) return "";
  const auto [from, to] = certificate.statements.equal_range("accreditation_weasel");
  for (auto it = from; it != to; ++it)
    if (!is_plain_claim(it->second)) return it->second;
  return "";
}

void check_number(const CertificateView& certificate, Questions& questions) {
  const ExamineContext& context = questions.context();
  const CertificateCheckTable& table = context.tables.certificate_checks;
  const std::string& text = certificate.accreditation.text;
  // The number of the standard is no number of a laboratory.
  static const RE2 standard_as_number(
      R"((?i)(?:\b(?:no|nr|number|cert\w*|accreditation)\b\.?|#)\s*:?\s*#?\s*17025\b(?:[^:-]|$))");
  const std::string number = number_in(text);
  if (number.empty() && !RE2::PartialMatch(text, standard_as_number)) return;
  if (number.empty()) return questions.ask("accreditation_number", certificate, text);
  if (any_fits(table.accreditation_fillers, number, context))
    return questions.ask("accreditation_number", certificate, text);
  std::string form;
  for (const AccreditationForm& body : table.accreditation_forms) {
    if (!RE2::PartialMatch(text, context.recognisers.pattern(body.body))) continue;
    if (RE2::FullMatch(number, context.recognisers.pattern(body.number))) return;
    form = body.form;
  }
  if (!form.empty())
    questions.ask("accreditation_number", certificate,
                  text + "; numbers of that body have the form " + form);
}

}  // namespace

void check_laboratory(const CertificateView& certificate, Questions& questions) {
  check_named(certificate, questions);
  check_own(certificate, questions);
  check_verification(certificate, questions);
  check_signature(certificate, questions);
  for (const Sentence& sentence : kSentences)
    if (certificate.has_statement(sentence.kind))
      questions.ask(sentence.check, certificate, certificate.statement(sentence.kind));
}

void check_accreditation(const CertificateView& certificate, Questions& questions) {
  const ExamineContext& context = questions.context();
  const std::string weasel = weasel_words(certificate, context);
  if (!weasel.empty()) return questions.ask("accreditation_weasel", certificate, weasel);
  if (certificate.accreditation.known()) {
    if (has_word("accreditation", certificate.accreditation.text, context))
      return check_number(certificate, questions);
  } else if (!certificate.accreditation.none()) {
    return;
  }
  if (certificate.accreditation.none() && certificate.has_statement("accreditation_line")) return;
  if (certificate.laboratory.known() && !certificate.laboratory_is_maker_line &&
      !same_name(certificate.laboratory, certificate.manufacturer, context))
    questions.ask("laboratory_unaccredited", {&certificate},
                  {{"laboratory", certificate.laboratory.text}});
}

}  // namespace verilot
