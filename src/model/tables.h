// The tables of rules/tables/*.yaml: everything readers and examiners know of words and units.
//
// Data only: packs loads them, audit hands them to ingest and examine.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/certificate_checks.h"
#include "model/limit_words.h"
#include "model/quantity.h"
#include "model/supply_tables.h"

namespace verilot {

// Values that a measurement can give: beyond them it is a slip of the pen or of the unit.
struct PlausibleRange {
  Decimal low, high;
  Unit unit;
};

struct Analyte {
  std::string id;  // "endotoxin"
  std::string name;
  std::vector<std::string> synonyms;
  std::optional<PlausibleRange> plausible;
  std::vector<std::string> unit_classes;  // in which results are given; empty where any may be
  bool needs_unit = false;                // a bare number says nothing
};

struct Method {
  std::string id;  // "usp71"
  std::string name;
  std::vector<std::string> patterns;  // RE2, case-insensitive
  std::vector<std::string> measures;  // analyte ids
  double minimum_days = 0;            // the shortest time a result can take; 0 is not limited
  std::string source;                 // where the minimum stands
  std::string withdrawn;              // ISO date since which it is not in force; "" when it is
  std::map<std::string, std::string> standards;  // the same method elsewhere: "pheur" -> "2.6.1"
};

// A name that more than one analyte goes by; the unit of the result may decide.
struct AmbiguousName {
  std::string name;
  std::map<std::string, std::string> by_unit;  // class of the unit to analyte id
};

// Words of certificates, by their role. Keys of the maps are the roles named in certificate.h.
struct CertificateWords {
  std::map<std::string, std::vector<std::string>> labels;   // "lot" -> "Lot No.", "Batch #", ...
  std::map<std::string, std::vector<std::string>> columns;  // "analyte" -> "Test", "Parameter", ...
  std::vector<std::string> titles;                          // "certificate of analysis", ...
  // Words of results: "pass", "fail", "absent" (no growth, negative), "present", "not_detected",
  // "not_tested", "report_only".
  std::map<std::string, std::vector<std::string>> results;
  // Words of limits: "at_most", "below", "at_least", "above", "approximate" before a number;
  // "between"; "absent" and "report" for limits without one.
  LimitWords limits;
  std::vector<std::string> laboratory_words;                    // "laboratories", "analytical", ...
  std::map<std::string, std::vector<std::string>> look_alikes;  // "α": signs it is taken for
  std::vector<std::string> figure_words;                        // "chromatogram", "spectrum", ...
  std::vector<std::string> not_laboratory_words;                // "director", "results", ...
  std::vector<std::string> accreditation_patterns;              // RE2
  std::vector<std::string> company_forms;  // "llc", "gmbh": what a company's name ends in
  std::vector<std::string> post_words;     // "director", "analyst": what signatories are
  std::vector<std::string> sample_labels;  // labels under the name of a sample
  std::vector<std::string> basis_words;    // "dry weight": on what an amount is reckoned
  // Words that show in which order a document writes its dates; RE2.
  std::vector<std::string> day_first_patterns;
  std::vector<std::string> month_first_patterns;
};

struct ClaimPhrase {
  std::string kind;      // "regulator_approved": a value of the enumeration claim_kind
  std::string language;  // "en", "es"
  std::string pattern;   // RE2 on folded text; a named group `not` that takes part negates
};

// Words for something else than the product: "minoxidil" in a text about exosomes.
struct OtherProduct {
  std::string pattern;             // RE2 on folded text
  std::vector<std::string> kinds;  // product kinds that the words do name
};

struct ClaimTable {
  std::vector<ClaimPhrase> phrases;
  // RE2 patterns that turn what they stand beside, by role: "negation", "reported", "condition",
  // ...; the roles are listed in rules/claims/en.yaml.
  std::map<std::string, std::vector<std::string>> cues;
  std::vector<OtherProduct> other_products;
  std::map<std::string, std::vector<std::string>> not_meant;     // by kind: look-alikes of it
  std::map<std::string, std::vector<std::string>> weaker_kinds;  // by kind: what it says as well
  // Words that show who speaks in a sentence, by value of the enumeration speaker.
  std::map<std::string, std::vector<std::string>> speakers;
  std::map<std::string, std::vector<std::string>> function_words;  // by language
  std::vector<std::string> hashtag_words;  // "#fdaapproved" is read as these, plain lower case
};

// How suppliers keep a source to themselves, and how they are asked for it: RE2 patterns on
// lower-case text, by role; the roles stand in rules/tables/source-words.yaml.
using SourceWords = std::map<std::string, std::vector<std::string>>;

// What a whole text speaks of: one of `words` fits it and none of `unless` does. RE2 patterns.
struct Topic {
  std::string id;  // "hair_use": a value of the enumeration topic
  std::vector<std::string> words;
  std::vector<std::string> unless;
};

// What a kind of claim weighs by itself, and which facts of a dossier bear it out.
struct ClaimKind {
  std::string id;         // a value of the enumeration claim_kind
  bool problem = false;   // asserted, it is a finding of `claims check`
  std::string borne_out;  // CEL over the dossier; "" where facts cannot tell
};

// Signs of how a document was made or altered: what is said of them, the words that are looked
// for, and from when on they count.
struct SignalKind {
  std::string id;        // "overlap_text": a value of the enumeration document_signal
  std::string grade;     // a value of the enumeration signal_grade
  std::string evidence;  // with names in braces for what was found
  std::string question;  // the same; "" where there is nothing to ask
};
struct DocumentSignalTable {
  std::vector<SignalKind> kinds;
  // Words and RE2 patterns by role; the roles stand in rules/tables/document-signals.yaml.
  std::map<std::string, std::vector<std::string>> words;
  std::map<std::string, double> limits;  // by name
};

struct Tables {
  UnitTable units;
  std::vector<Analyte> analytes;
  std::vector<AmbiguousName> ambiguous_analytes;
  std::vector<Method> methods;
  CertificateWords certificate;
  SourceWords source;
  ClaimTable claims;
  std::vector<Topic> topics;
  std::vector<ClaimKind> claim_kinds;
  IdentifierTable identifiers;
  std::vector<ChainStage> chain;  // in order
  std::vector<ProviderQuestion> questions;
  DocumentSignalTable signals;
  CertificateCheckTable certificate_checks;
};

}  // namespace verilot
