// audits: the columns of a table as places of facts in a dossier.
//
//   const TableColumns columns({"id", "product.name", "lots[0].number"});
//   nlohmann::ordered_json dossier;
//   columns.put(1, "Minoxidil", dossier);      ->  {"product": {"name": "Minoxidil"}}
//
// Errors: fault() says which head is no place of a fact, and what would be right.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace verilot {

class TableColumns {
 public:
  static constexpr std::size_t kMostPlace = 1'000;

  explicit TableColumns(std::vector<std::string> heads);
  const std::string& fault() const { return fault_; }
  const std::vector<std::string>& heads() const { return heads_; }

  // False where another column has a value on the way.
  bool put(std::size_t column, const std::string& value, nlohmann::ordered_json& dossier) const;

 private:
  // A key, or a place in a list.
  struct Step {
    std::string key;
    std::optional<std::size_t> place;
  };
  using Steps = std::vector<Step>;
  static std::optional<Steps> steps_of(const std::string& head, std::string& fault);

  std::vector<std::string> heads_;
  std::vector<Steps> steps_;
  std::string fault_;
};

}  // namespace verilot
