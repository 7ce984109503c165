// evaluate: evidence as it would be if some facts were known.
//
//   World world(evidence, schema);
//   world.suppose("product.kind", &kind);          // whatever the evidence says of it
//   world.value(evidence.path(node), node)         // a value of the rule language
//
// A list that nobody stated is supposed as one element "lots[]", whose members are facts again; the
// further element of a list that was not read to its end is "lots[2]". That a fact is documented is
// a fact of its own, "source.species#documented".
//
// Lifetime: values, and what is supposed, must not outlive the world, nor the world the evidence.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "cel/program.h"
#include "model/evidence.h"
#include "model/schema.h"
#include "packs/pack.h"

namespace verilot {

// What one fact may be.
struct Supposed {
  enum class Shape {
    value,      // `value`, a list of values among them
    object,     // an object, of which nothing is known yet
    one,        // a list of one such object
    no_further  // of the further element of a list: there is none
  };
  Shape shape = Shape::value;
  cel::Value value = cel::Value::null();
};

class World {
 public:
  World(const Evidence& evidence, const Schema& schema) : evidence_(evidence), schema_(schema) {}

  // `supposed` is kept by its address; nullptr takes it back.
  void suppose(const std::string& path, const Supposed* supposed);
  const Supposed* supposed(std::string_view path) const;

  // The value at a path; `node` is kNoNode where evidence has nothing there.
  cel::Value value(const std::string& path, NodeId node) const;
  cel::Value object_at(const std::string& path) const;

  const Evidence& evidence() const { return evidence_; }
  const Schema& schema() const { return schema_; }

 private:
  const Evidence& evidence_;
  const Schema& schema_;
  std::map<std::string, const Supposed*, std::less<>> supposed_;
};

// The path of a container of such a value, and "" of any other.
std::string path_of(const cel::Map&);

// The variables of a rule or a question in a world.
class WorldActivation final : public cel::Activation {
 public:
  using Constants = std::map<std::string, cel::Value, std::less<>>;
  WorldActivation(const World& world, const Constants& values, const Date& as_of);
  void bind(std::string name, cel::Value constant);
  // The variable `name` is the fact at `path`.
  void bind_fact(std::string name, std::string path, NodeId node);
  std::optional<cel::Value> find(std::string_view name) const override;
  // The path of the fact that a variable is; nothing for a constant.
  std::optional<std::string> fact(std::string_view name) const;

 private:
  const World& world_;
  const Constants& values_;
  cel::Value as_of_;
  Constants bound_;
  std::string name_, path_;  // of the fact that is bound
  NodeId node_ = kNoNode;
};

}  // namespace verilot
