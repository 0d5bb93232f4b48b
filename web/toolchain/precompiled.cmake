# weir_precompile(TARGET HEADER...): reads the standard headers that most files include, and HEADER...,
# once for the whole target. More than half of compiling a file was reading them.
#
# Only in trees with WEIR_PRECOMPILE, which check what was written: in the everyday tree and in the
# page's each file still has to include what it uses.
option(WEIR_PRECOMPILE "compile with precompiled headers" OFF)

function(weir_precompile target)
  if(WEIR_PRECOMPILE)
    # Without the option g++ does not tell ccache what it read.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
    target_precompile_headers(${target} PRIVATE <algorithm> <array> <charconv> <cmath> <cstdint>
      <deque> <functional> <map> <memory> <optional> <span> <string> <string_view> <utility>
      <variant> <vector> ${ARGN})
  endif()
endfunction()
