// The tables of what supply papers state: numbers of registers and standards, links of a source
// chain, questions to a provider. Data only, like model/tables.h.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace verilot {

enum class CheckAlgorithm { none, gs1, luhn, mod97, mod37_2, mod36_sum };

// A kind of number, its form and its check digits; rules/tables/identifiers.yaml says what each
// member is.
struct IdentifierScheme {
  std::string id;    // "lei"
  std::string name;  // "Legal Entity Identifier (LEI)"
  std::string form;  // "18 letters or digits and two check digits"
  std::string label;
  std::string separators;
  std::vector<std::string> patterns;
  std::string undecided;
  std::string shape;
  CheckAlgorithm check = CheckAlgorithm::none;
  std::string prefix;
};

// Facts that hold numbers of one scheme.
struct IdentifierFacts {
  std::size_t scheme = 0;  // index into the schemes
  std::vector<std::string> paths;
  std::map<std::string, std::vector<std::string>> beside;
  bool by_shape = false;
};

struct IdentifierTable {
  std::vector<IdentifierScheme> schemes;
  std::vector<IdentifierFacts> facts;
};

// A stage of the source chain; a complete list of links names every stage that is needed.
struct ChainStage {
  std::string stage;  // a value of the enumeration source_stage
  bool needed = false;
};

// A question, and RE2 patterns on lower-case words by which it is known.
struct ProviderQuestion {
  std::string id;  // a field of the type provider_answers
  std::vector<std::string> words;
};

}  // namespace verilot
