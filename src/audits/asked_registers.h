// audits: the registers that a run asked, and what they said of an item, as the store kept it.
//
//   for (const RegisterCopy& copy : asked_registers(run).copies) show(copy.title, copy.date);
//   RegisterSlice slice = kept_slice(store, state);
//
// Errors: StoreError, with what is damaged, for what run_audit did not write.
#pragma once

#include <string>
#include <vector>

#include "model/run.h"
#include "store/store.h"
#include "vetting/register_slice.h"

namespace verilot {

struct AskedRegisters {
  std::string fingerprint;  // RegisterDesk::fingerprint(); "" where none was asked
  std::vector<RegisterCopy> copies;
};

AskedRegisters asked_registers(const RunRecord&);

// Of an item of which registers were asked.
RegisterSlice kept_slice(Store&, const ItemState&);

}  // namespace verilot
