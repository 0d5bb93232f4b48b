# Toolchain file of the wasm preset: the Emscripten of the set-up (.toolchain/emscripten), else the one
# whose emcc is on the PATH.
get_filename_component(weir_root "${CMAKE_CURRENT_LIST_DIR}/../.." ABSOLUTE)
if(EXISTS "${weir_root}/.toolchain/emscripten")
  file(REAL_PATH "${weir_root}/.toolchain/emscripten" weir_emscripten)
else()
  find_program(weir_emcc emcc NO_CMAKE_FIND_ROOT_PATH)
  if(NOT weir_emcc)
    message(FATAL_ERROR "no Emscripten: run ./dev setup, or put the emcc of an emsdk on the PATH")
  endif()
  file(REAL_PATH "${weir_emcc}" weir_emcc_real)
  get_filename_component(weir_emscripten "${weir_emcc_real}" DIRECTORY)
endif()
include("${weir_emscripten}/cmake/Modules/Platform/Emscripten.cmake")
# em++ calls ccache itself where its configuration says so; clones then share what it keeps.
set(CMAKE_CXX_COMPILER_LAUNCHER env "CCACHE_BASEDIR=${weir_root}"
  CCACHE_SLOPPINESS=pch_defines,time_macros)
