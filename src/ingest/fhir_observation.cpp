#include "ingest/fhir_observation.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "ingest/table_tests.h"

namespace verilot {
namespace {

constexpr int kMaxDepth = 8;

// NCI Thesaurus codes of PQ/CMC interpretations, where a file gives no words with them.
constexpr std::array<std::pair<std::string_view, const char*>, 2> kInterpretations = {
    {{"C80262", "Conforms"}, {"C133998", "Does not conform"}}};

std::optional<Printed> interpretation_of(const YamlNode& node) {
  auto text = concept_text(value_at(node, "interpretation/0"));
  if (!text) return text;
  const auto known = std::ranges::find(kInterpretations, std::string_view(text->text),
                                       &std::pair<std::string_view, const char*>::first);
  if (known != kInterpretations.end()) text->text = known->second;
  return text;
}

std::string doubt_of_status(const YamlNode& observation) {
  const auto status = text_at(observation, "status");
  constexpr std::array kFinal = {"final", "amended", "corrected", "appended"};
  if (!status || std::ranges::find(kFinal, status->text) != kFinal.end()) return "";
  return "the status of the observation is '" + status->text + "'";
}

// The numbers that a text prints.
std::vector<double> numbers_in(const std::string& text) {
  static const re2::RE2 kNumber("([0-9]+(?:[.,][0-9]+)?)");
  std::vector<double> numbers;
  re2::StringPiece rest(text);
  for (std::string number;
       numbers.size() < 20 && re2::RE2::FindAndConsume(&rest, kNumber, &number);) {
    std::ranges::replace(number, ',', '.');
    numbers.push_back(std::strtod(number.c_str(), nullptr));
  }
  return numbers;
}

enum class Edge { unsaid, inside, outside };  // whether a limit itself still passes

// Signs and the abbreviations of the pharmacopoeias.
Edge edge_of(const std::string& text) {
  static const re2::RE2 kInside("(?i)<=|>=|≤|≥|\\bN[ML]T\\b");
  static const re2::RE2 kOutside("(?i)<|>|\\b[LG]T\\b");
  if (re2::RE2::PartialMatch(text, kInside)) return Edge::inside;
  return re2::RE2::PartialMatch(text, kOutside) ? Edge::outside : Edge::unsaid;
}

// Why the text and the bound beside it cannot both be right; "" when they can.
std::string disagreement(const Printed& text, const YamlNode* bound) {
  const auto value = bound == nullptr ? std::nullopt : text_at(*bound, "value");
  if (!value) return "";
  const std::vector<double> numbers = numbers_in(text.text);
  const double number = std::strtod(value->text.c_str(), nullptr);
  if (!numbers.empty() && number != 0 && std::ranges::find(numbers, number) == numbers.end())
    return "says '" + text.text + "' beside the bound " + value->text;
  const auto comparator = text_at(*bound, "comparator");
  if (!comparator) return "";
  const Edge said = edge_of(text.text);
  if (said == Edge::unsaid || said == edge_of(comparator->text)) return "";
  return "says '" + text.text + "' beside the comparator " + comparator->text;
}

// A bound of a referenceRange, or of PQ/CMC's extension for it.
const YamlNode* bound_of(const YamlNode& range, const char* name) {
  if (const YamlNode* plain = value_at(range, name)) return plain;
  const YamlNode* extension = extension_named(range, name);
  return extension == nullptr ? nullptr : extension->find("valueQuantity");
}

std::optional<Printed> range_text(const FhirAmount& low, const FhirAmount& high) {
  const auto& only = low.number ? low.number : high.number;
  const bool compared = only && only->text.find_first_of("<>") != std::string::npos;
  auto limit =
      compared && !(low.number && high.number) ? only : limit_between(low.number, high.number);
  const auto& unit = low.unit ? low.unit : high.unit;
  if (limit && unit) limit->text += " " + unit->text;
  return limit;
}

}  // namespace

void ObservationReader::read_referred(const YamlNode& resource, const YamlNode& reference,
                                      int depth) {
  if (const YamlNode* target = resources_.target(resource, reference)) return read(*target, depth);
  const auto name = text_at(reference, "reference");
  lose_test(out_, reference.where,
            "refers to " + (name ? "'" + name->text.substr(0, 80) + "'" : std::string("a result")) +
                ", which is not in the file");
}

void ObservationReader::read(const YamlNode& observation, int depth) {
  if (depth > kMaxDepth || !seen_.insert(&observation).second) return;
  const std::string doubt = doubt_of_status(observation);
  CertificateTest test;
  test.where = observation.where;
  read_names(observation, test);
  if (const auto method = concept_text(observation.find("method"))) test.method = method;
  read_dates(observation, test);
  const std::string name = test.analyte.text;
  const auto components = elements(observation.find("component"));
  const auto members = elements(observation.find("hasMember"));
  read_value(observation, test);
  read_limit(observation, test);
  test.printed_status = interpretation_of(observation);
  if (test.result || test.printed_status || (components.empty() && members.empty()))
    add(observation, std::move(test), doubt);
  for (const YamlNode& component : components) {
    CertificateTest part;
    part.where = component.where;
    part.section = name;
    if (const auto code = concept_text(value_at(component, "code"))) part.analyte = *code;
    read_value(component, part);
    read_limit(component, part);
    part.printed_status = interpretation_of(component);
    add(component, std::move(part), doubt);
  }
  for (const YamlNode& member : members) read_referred(observation, member, depth + 1);
}

void ObservationReader::add(const YamlNode& node, CertificateTest test, const std::string& doubt) {
  if (test.analyte.text.empty())
    return lose_test(out_, node.where, "an observation needs a 'code' that names what was tested");
  for (auto* value : {&test.result, &test.printed_status}) {
    if (*value && !doubt.empty()) (*value)->doubt = doubt;
  }
  add_test(out_, std::move(test), lexicon_);
}

void ObservationReader::read_names(const YamlNode& observation, CertificateTest& test) const {
  constexpr std::string_view kClinical =
      "http://terminology.hl7.org/CodeSystem/observation-category";
  const auto system = text_at(observation, "category/0/coding/0/system");
  const auto category = system && system->text == kClinical
                            ? std::nullopt
                            : concept_text(value_at(observation, "category/0"));
  if (const auto code = concept_text(observation.find("code"))) test.analyte = *code;
  if (!category) return;
  const bool method = lexicon_.analyte_id(test.analyte.text).empty() &&
                      !lexicon_.method_id(test.analyte.text, "").empty();
  if (method || test.analyte.text.empty()) {
    if (method) test.method = test.analyte;
    test.analyte = *category;
  } else {
    test.section = category->text;
  }
}

void ObservationReader::read_dates(const YamlNode& observation, CertificateTest& test) {
  const auto day = [&](const char* path) -> std::optional<Printed> {
    const auto printed = text_at(observation, path);
    return printed ? std::optional(day_of(*printed, out_.problems)) : std::nullopt;
  };
  test.completed = day("effectiveDateTime");
  if (!test.completed) test.completed = day("effectivePeriod/end");
  test.started = day("effectivePeriod/start");
}

void ObservationReader::read_value(const YamlNode& node, CertificateTest& test) const {
  if (!node.is_map()) return;
  const FhirAmount amount = amount_of(node.find("valueQuantity"), lexicon_);
  test.result = amount.number;
  test.unit = amount.unit;
  for (const char* key : {"valueString", "valueInteger", "valueDateTime", "valueTime"}) {
    if (!test.result) test.result = text_at(node, key);
  }
  if (!test.result) test.result = concept_text(node.find("valueCodeableConcept"));
  if (const YamlNode* range = node.find("valueRange"); range != nullptr && !test.result) {
    const FhirAmount low = amount_of(value_at(*range, "low"), lexicon_);
    const FhirAmount high = amount_of(value_at(*range, "high"), lexicon_);
    test.result = limit_between(low.number, high.number);
    test.unit = low.unit ? low.unit : high.unit;
  }
  const auto other = std::ranges::find_if(
      node.keys, [](const std::string& key) { return key.starts_with("value"); });
  if (!test.result && other != node.keys.end())
    test.result = Printed{"(" + *other + ")",
                          node.items[static_cast<std::size_t>(other - node.keys.begin())].where,
                          "is a kind of value that is not read"};
  if (!test.result) test.result = concept_text(node.find("dataAbsentReason"));
}

void ObservationReader::read_limit(const YamlNode& node, CertificateTest& test) const {
  const auto ranges = elements(value_at(node, "referenceRange"));
  if (ranges.empty()) return;
  const YamlNode& range = ranges.front();
  const YamlNode* low = bound_of(range, "low");
  const YamlNode* high = bound_of(range, "high");
  test.limit = text_at(range, "text");
  if (test.limit) {
    test.limit->doubt = disagreement(*test.limit, low);
    if (test.limit->doubt.empty()) test.limit->doubt = disagreement(*test.limit, high);
  } else {
    test.limit = range_text(amount_of(low, lexicon_), amount_of(high, lexicon_));
  }
  if (test.limit && ranges.size() > 1 && test.limit->doubt.empty())
    test.limit->doubt = "is the first of several reference ranges";
}

}  // namespace verilot
