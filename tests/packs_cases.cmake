# Writes one ctest line per case of a pack, so that a red line names the case. Run after the
# program is built, because the program itself lists the cases.
#
#   cmake -DVERILOT=... -DROOT=... -DPACKS=rules;us-fda -DOUT=... -P packs_cases.cmake
set(lines "")
foreach(pack IN LISTS PACKS)
  execute_process(COMMAND ${VERILOT} packs test ${pack} --list --packs ${ROOT}
                  OUTPUT_VARIABLE listed RESULT_VARIABLE code)
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "the cases of ${pack} cannot be listed")
  endif()
  # Brackets and semicolons are list syntax to CMake; names are carried through untouched.
  string(REPLACE ";" "\\;" listed "${listed}")
  string(REPLACE "\n" ";" names "${listed}")
  foreach(name IN LISTS names)
    if(NOT name STREQUAL "")
      string(APPEND lines
             "add_test([==[case: ${pack}: ${name}]==] [==[${VERILOT}]==] packs test ${pack} --packs "
             "[==[${ROOT}]==] --case [==[${name}]==])\n")
    endif()
  endforeach()
endforeach()
file(WRITE ${OUT} "${lines}")
