#include "packs/support_functions.h"

namespace verilot {

namespace {

template <Basis basis>
cel::Value supported(const cel::Map& container, const std::string& key) {
  const auto* facts = dynamic_cast<const FactSupport*>(&container);
  if (facts == nullptr) return cel::Value::error("only a fact of the dossier can be documented");
  return facts->supported(key, basis);
}

}  // namespace

void add_support_functions(cel::FunctionRegistry& registry) {
  const cel::Type boolean = cel::Type::of(cel::Type::Kind::boolean);
  cel::Function documented{
      .name = "documented", .parameters = {cel::Type::dyn()}, .result = boolean};
  documented.member = supported<Basis::documented>;
  registry.add(std::move(documented));
  cel::Function registered{
      .name = "registered", .parameters = {cel::Type::dyn()}, .result = boolean};
  registered.member = supported<Basis::registered>;
  registry.add(std::move(registered));
}

}  // namespace verilot
