#include "report/spool.h"

#include <array>
#include <ostream>

namespace verilot {

void Spool::take(std::ostringstream& part) {
  const std::string text = std::move(part).str();
  part.str("");
  whole_ = whole_ && file_ && std::fwrite(text.data(), 1, text.size(), file_.get()) == text.size();
}

void Spool::copy_to(std::ostream& out) {
  if (!whole_ || std::fflush(file_.get()) != 0) return out.setstate(std::ios::badbit);
  std::rewind(file_.get());
  std::array<char, 1 << 16> piece;
  while (const std::size_t read = std::fread(piece.data(), 1, piece.size(), file_.get()))
    out.write(piece.data(), static_cast<std::streamsize>(read));
  if (std::ferror(file_.get()) != 0) out.setstate(std::ios::badbit);
}

}  // namespace verilot
