# verilot_module(<folder> [USES <module>...] [LINKS <third-party target>...])
#
# One folder of src/ becomes one static library. A module sees the headers of the modules it
# USES, and of those they use; it can only USE a module that src/CMakeLists.txt lists before it.
function(verilot_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "USES;LINKS")
  foreach(used IN LISTS arg_USES)
    if(NOT TARGET verilot_${used})
      message(FATAL_ERROR "src/${name} may not use src/${used}: see the order in src/CMakeLists.txt")
    endif()
  endforeach()

  # An include root that holds this module alone, so that `#include "store/store.h"`
  # does not compile in a module that has not listed store.
  set(include_root ${PROJECT_BINARY_DIR}/include/${name})
  file(MAKE_DIRECTORY ${include_root})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/${name} ${include_root}/${name} SYMBOLIC)

  file(GLOB sources CONFIGURE_DEPENDS ${name}/*.cpp)
  add_library(verilot_${name} STATIC ${sources})
  target_include_directories(verilot_${name} PUBLIC ${include_root})
  list(TRANSFORM arg_USES PREPEND verilot_)
  target_link_libraries(verilot_${name} PUBLIC ${arg_USES} PRIVATE ${arg_LINKS} verilot_warnings)
endfunction()
