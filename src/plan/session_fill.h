// How a node's rows are computed one by one; part of the session's implementation.
#pragma once

#include <bit>

#include "plan/cells.h"
#include "plan/session.h"

namespace verilot::plan {

template <typename Test>
void Session::fill_mask(const Node& of, Need rows, const Test& test) {
  const Mask mask = mask_of(of);
  const std::size_t words = space_of(of).words;
  for (std::size_t word = 0; word < words; ++word) {
    Triple out;
    for (std::uint64_t left = rows[word]; left != 0; left &= left - 1) {
      const int bit = std::countr_zero(left);
      const Tag tag = test(word * 64 + static_cast<std::size_t>(bit));
      out.yes |= std::uint64_t{tag == Tag::yes} << bit;
      out.no |= std::uint64_t{tag == Tag::no} << bit;
      out.error |= std::uint64_t{tag == Tag::error} << bit;
    }
    const std::uint64_t kept = of.lazy ? ~rows[word] : 0;
    mask.yes[word] = (mask.yes[word] & kept) | out.yes;
    mask.no[word] = (mask.no[word] & kept) | out.no;
    mask.error[word] = (mask.error[word] & kept) | out.error;
  }
}

template <typename Compute>
void Session::fill_values(const Node& of, Need rows, const Compute& compute) {
  Cell* values = values_of(of);
  const std::size_t words = space_of(of).words;
  for (std::size_t word = 0; word < words; ++word) {
    for (std::uint64_t left_rows = rows[word]; left_rows != 0; left_rows &= left_rows - 1) {
      const std::size_t row = word * 64 + static_cast<std::size_t>(std::countr_zero(left_rows));
      values[row] = compute(row);
      if (is_left(values[row])) values[row] = left(of, row);
    }
  }
}

}  // namespace verilot::plan
