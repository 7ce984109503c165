// store: the schema, step by step. A step that was released never changes; a new one follows it.
//
//   std::size_t step = schema_step(database);                  // 0 where there is no schema yet
//   while (step < migrations().size()) apply_step(migrations(), ++step, database);
//
// A step is applied in a transaction of the caller.
//
// Errors: StoreError.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.h"

namespace verilot {

// The statements of step n stand at index n - 1, separated by ';'.
using Migrations = std::span<const std::string_view>;
Migrations migrations();

std::size_t schema_step(Database&);
void apply_step(Migrations, std::size_t step, Database&);

// The tables that these steps make, in the order in which they do.
std::vector<std::string> tables_of(Migrations);

}  // namespace verilot
