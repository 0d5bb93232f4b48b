# Compiles through ccache where it is installed and nobody chose another launcher.
#
# CCACHE_BASEDIR makes paths below the checkout relative, so that clones share one cache. Under
# Emscripten em++ is a Python program that ccache cannot see through; the set-up has it call ccache
# itself (COMPILER_WRAPPER in its configuration). Without the sloppiness named here ccache keeps
# nothing that was compiled with a precompiled header; the header itself comes from the cache too.
if(NOT EMSCRIPTEN AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(WEIR_CCACHE ccache)
  if(WEIR_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER env "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}"
      CCACHE_SLOPPINESS=pch_defines,time_macros ${WEIR_CCACHE})
  endif()
endif()
