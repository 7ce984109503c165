// The tables of supply papers and the schema name the same things.
#include <algorithm>
#include <sstream>

#include "audit/rulebook.h"

namespace verilot {
namespace {

// Whether "source.links[].fei" leads to a text of the schema; `beside` are facts of the same
// object.
bool leads_to_text(const Schema& schema, const std::string& path,
                   const std::map<std::string, std::vector<std::string>>& beside) {
  std::string type = schema.root;
  std::istringstream steps(path);
  for (std::string step; std::getline(steps, step, '.');) {
    const bool list = step.ends_with("[]");
    const Field* field = schema.field(type, list ? step.substr(0, step.size() - 2) : step);
    if (field == nullptr) return false;
    if (steps.eof())
      return field->kind == FieldKind::text && std::ranges::all_of(beside, [&](const auto& one) {
               return schema.field(type, one.first) != nullptr;
             });
    type = field->type;
  }
  return false;
}

}  // namespace

TEST_CASE("supply tables: every place of an identifier is a text of the schema") {
  const Tables& tables = the_rulebook().tables;
  for (const IdentifierFacts& facts : tables.identifiers.facts)
    for (const std::string& path : facts.paths) {
      CAPTURE(path);
      CHECK(leads_to_text(the_rulebook().schema, path, facts.beside));
    }
}

TEST_CASE("supply tables: what stands beside an identifier is a value of its enumeration") {
  const Schema& schema = the_rulebook().schema;
  for (const IdentifierFacts& facts : the_rulebook().tables.identifiers.facts)
    for (const auto& [fact, values] : facts.beside)
      for (const std::string& value : values) {
        CAPTURE(value);
        CHECK(std::ranges::any_of(schema.enumerations, [&](const auto& one) {
          return std::ranges::count(one.second.choices, value, &Choice::value) == 1;
        }));
      }
}

TEST_CASE("supply tables: stages and questions are those of the schema") {
  const Schema& schema = the_rulebook().schema;
  for (const ChainStage& stage : the_rulebook().tables.chain)
    CHECK(std::ranges::count(schema.enumeration("source_stage")->choices, stage.stage,
                             &Choice::value) == 1);
  CHECK(the_rulebook().tables.chain.size() == schema.enumeration("source_stage")->choices.size());
  for (const ProviderQuestion& question : the_rulebook().tables.questions)
    CHECK(schema.field("provider_answers", question.id) != nullptr);
  CHECK(the_rulebook().tables.questions.size() == schema.type("provider_answers")->fields.size());
}

}  // namespace verilot
