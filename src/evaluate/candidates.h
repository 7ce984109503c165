// evaluate: values a fact may have, one of each kind that the conditions can tell apart.
//
//   Pool pool;
//   pool.add(program.root(), activation);          // the constants of a condition
//   std::vector<Supposed> values = candidates("product.kind", schema, pool, as_of);
//
// Of an enumeration: every value that the conditions name, and one that they do not. Of numbers,
// dates and quantities: below, at and above each constant. Of a list: empty, one element, all of
// them. "None" is among the values unless the schema says that there always is one.
#pragma once

#include <string>
#include <vector>

#include "cel/ast.h"
#include "evaluate/supposed.h"
#include "model/quantity.h"

namespace verilot {

// The constants that the conditions compare facts with.
class Pool {
 public:
  void add(const cel::Expr&, const WorldActivation&);
  void add(const cel::Value&);

  std::vector<std::string> texts;
  std::vector<std::int64_t> integers;
  std::vector<Date> dates;
  std::vector<Quantity> quantities;
};

// The field of the schema that a fact's path leads to, nullptr for none.
struct FactField {
  const Field* field = nullptr;
  bool element = false;  // the path names an element of the list
  bool support = false;  // or how the fact is supported
};
FactField field_of(std::string_view path, const Schema&);

// Whether the values are all there are.
bool enumerable(const FactField&);

// Empty for what is no fact of the schema.
std::vector<Supposed> candidates(const std::string& path, const World&, const Pool&,
                                 const Date& as_of);

}  // namespace verilot
