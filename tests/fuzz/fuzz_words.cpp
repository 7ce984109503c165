// Small texts that people write or print: quantities, dates, web pages.
#include "fuzz/fuzz.h"
#include "ingest/html_text.h"
#include "ingest/printed_dates.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace verilot;
  const std::string text(as_text(data, size));
  const std::optional<Quantity> quantity = parse_quantity(text, rulebook().tables.units);
  if (quantity && equal(*quantity, *quantity) == false) std::abort();
  if (const std::optional<Date> date = parse_date(text)) to_string(*date);
  iso_date(text, order_of_dates(text, rulebook().tables.certificate));
  html_text(text);
  return 0;
}
