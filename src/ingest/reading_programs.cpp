#include "ingest/reading_programs.h"

#include "ingest/child_process.h"

namespace verilot {

std::vector<ReadingProgram> reading_programs() {
  std::vector<ReadingProgram> programs = {{"pdftotext", "poppler-utils", ""},
                                          {"pdftoppm", "poppler-utils", ""},
                                          {"tesseract", "tesseract-ocr", ""}};
  for (ReadingProgram& one : programs) {
    const ChildResult ran =
        run_child({one.name, {one.name == "tesseract" ? "--version" : "-v"}}, {});
    const std::string& said = ran.errors.empty() ? ran.output : ran.errors;
    if (ran.ended == ChildEnd::exited && ran.exit_code == 0)
      one.version = said.substr(0, said.find('\n'));
  }
  return programs;
}

}  // namespace verilot
