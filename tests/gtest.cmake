# weir_gtest_main: GoogleTest with its main. Natively the installed library; for WebAssembly its
# sources (Debian's googletest package) are compiled, because no Wasm library is distributed.
if(NOT EMSCRIPTEN)
  find_package(GTest REQUIRED)
  include(GoogleTest)
  add_library(weir_gtest_main INTERFACE)
  target_link_libraries(weir_gtest_main INTERFACE GTest::gtest_main)
  return()
endif()

set(WEIR_GTEST_SOURCE_DIR /usr/src/googletest/googletest CACHE PATH "GoogleTest's sources")
if(NOT EXISTS "${WEIR_GTEST_SOURCE_DIR}/src/gtest-all.cc")
  message(FATAL_ERROR "GoogleTest's sources not found: run ./dev setup, or pass -DWEIR_GTEST_SOURCE_DIR=FOLDER")
endif()
add_library(weir_gtest_main STATIC
  "${WEIR_GTEST_SOURCE_DIR}/src/gtest-all.cc" "${WEIR_GTEST_SOURCE_DIR}/src/gtest_main.cc")
target_include_directories(weir_gtest_main
  SYSTEM PUBLIC "${WEIR_GTEST_SOURCE_DIR}/include" PRIVATE "${WEIR_GTEST_SOURCE_DIR}")
# Not weir_flags: its warnings are for our own sources.
target_compile_options(weir_gtest_main PUBLIC -fwasm-exceptions)
# A WebAssembly program cannot fork: a death test says there that it was left to the native twin.
target_compile_definitions(weir_gtest_main PUBLIC GTEST_HAS_PTHREAD=0
  INTERFACE EXPECT_DEATH=EXPECT_DEATH_IF_SUPPORTED ASSERT_DEATH=ASSERT_DEATH_IF_SUPPORTED)
