# Compiles through ccache where it is installed and nobody chose another launcher.
#
# CCACHE_BASEDIR makes paths below the checkout relative, so that clones share one cache. Under
# Emscripten em++ is a Python program that ccache cannot see through; the set-up has it call ccache
# itself (COMPILER_WRAPPER in its configuration).
if(NOT EMSCRIPTEN AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(WEIR_CCACHE ccache)
  if(WEIR_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER env "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" ${WEIR_CCACHE})
  endif()
endif()
