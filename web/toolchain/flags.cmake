# The compile flags of our own sources, as two interface targets:
#   weir_flags       everything: warnings as errors, one floating-point rule, include paths from the root
#   weir_flags_bare  core/ and the page: the same, without exceptions and RTTI
add_library(weir_flags INTERFACE)
target_include_directories(weir_flags INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(weir_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
  # a*b+c must round twice in both twins, FMA or not.
  -ffp-contract=off
  # __FILE__ reads "core/base/x.cc" on every machine: binaries hold no path of the builder's.
  "-fmacro-prefix-map=${CMAKE_SOURCE_DIR}/=" "-fmacro-prefix-map=../../=")
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # size_t has 32 bits on wasm32: clang warns natively of what would be cut there.
  target_compile_options(weir_flags INTERFACE -Wshorten-64-to-32)
  if(NOT EMSCRIPTEN)
    # libstdc++ 12's std::stable_sort calls what it deprecates itself, which clang tells its callers.
    # The g++ and Emscripten trees still warn of deprecated things of our own.
    target_compile_options(weir_flags INTERFACE -Wno-deprecated-declarations)
  endif()
endif()
# One setting for all translation units, or the same inline function would have two bodies.
target_compile_definitions(weir_flags INTERFACE
  JSON_NOEXCEPTION=1 FMT_HEADER_ONLY=1 FMT_EXCEPTIONS=0)

if(EMSCRIPTEN)
  target_compile_options(weir_flags INTERFACE -msimd128 -mbulk-memory)
endif()

if(WEIR_SANITIZE)
  add_compile_options(-fsanitize=${WEIR_SANITIZE} -fno-sanitize-recover=all
    -fno-omit-frame-pointer -g1)
  add_link_options(-fsanitize=${WEIR_SANITIZE})
endif()
if(WEIR_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

add_library(weir_flags_bare INTERFACE)
target_link_libraries(weir_flags_bare INTERFACE weir_flags)
target_compile_options(weir_flags_bare INTERFACE -fno-exceptions)
# UBSan's vptr check needs RTTI: the sanitised trees leave it on.
if(NOT WEIR_SANITIZE)
  target_compile_options(weir_flags_bare INTERFACE -fno-rtti)
endif()

# Exceptions are for native/ and tests/ only. In WebAssembly they are the engine's own, not emulated in JavaScript.
add_library(weir_flags_full INTERFACE)
target_link_libraries(weir_flags_full INTERFACE weir_flags)
if(EMSCRIPTEN)
  target_compile_options(weir_flags_full INTERFACE -fwasm-exceptions)
  target_link_options(weir_flags_full INTERFACE -fwasm-exceptions)
endif()

# weir_node: how a program is linked to run under node with the machine's files, as the native twin does.
if(EMSCRIPTEN)
  add_library(weir_node INTERFACE)
  target_link_options(weir_node INTERFACE -sENVIRONMENT=node -sNODERAWFS=1 -sEXIT_RUNTIME=1
    -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=4GB -sSTACK_SIZE=1MB)
endif()
