# weir_codecs: zlib, minizip and snappy, for core/firehose/encoder.cc and zip_writer.cc alone.
#
# Natively Debian's libraries; under Emscripten the same versions' sources (codecs.sh), compiled here
# in a second or two. Both compress to the same bytes, which tests/firehose checks.
set(WEIR_CODECS_DIR "${CMAKE_SOURCE_DIR}/.toolchain/codecs" CACHE PATH
  "sources of zlib, minizip and snappy in folders of these names (Emscripten only)")

if(NOT EMSCRIPTEN)
  add_library(weir_codecs INTERFACE)
  foreach(part IN ITEMS z:zlib.h minizip:minizip/zip.h snappy:snappy-c.h)
    string(REPLACE ":" ";" part "${part}")
    list(GET part 0 library)
    list(GET part 1 header)
    string(TOUPPER "WEIR_${library}" variable)
    find_library(${variable}_LIBRARY ${library})
    find_path(${variable}_INCLUDE ${header})
    if(NOT ${variable}_LIBRARY OR NOT ${variable}_INCLUDE)
      message(FATAL_ERROR "${header} not found: run ./dev setup (zlib1g-dev, libminizip-dev, libsnappy-dev)")
    endif()
  endforeach()
  target_link_libraries(weir_codecs INTERFACE
    ${WEIR_MINIZIP_LIBRARY} ${WEIR_Z_LIBRARY} ${WEIR_SNAPPY_LIBRARY})
  return()
endif()

foreach(file IN ITEMS zlib/deflate.c minizip/zip.c snappy/snappy-c.cc)
  if(NOT EXISTS "${WEIR_CODECS_DIR}/${file}")
    message(FATAL_ERROR "${WEIR_CODECS_DIR}/${file} not found: run ./dev setup")
  endif()
endforeach()
enable_language(C)
set(zlib "${WEIR_CODECS_DIR}/zlib")
set(snappy "${WEIR_CODECS_DIR}/snappy")
# What snappy's own configuration would write.
set(HAVE_SYS_UIO_H_01 1)
set(snappy_version 1 1 9)
list(GET snappy_version 0 PROJECT_VERSION_MAJOR)
list(GET snappy_version 1 PROJECT_VERSION_MINOR)
list(GET snappy_version 2 PROJECT_VERSION_PATCH)
configure_file("${snappy}/snappy-stubs-public.h.in" "${CMAKE_BINARY_DIR}/codecs/snappy-stubs-public.h")
add_library(weir_codecs STATIC
  "${zlib}/adler32.c" "${zlib}/crc32.c" "${zlib}/deflate.c" "${zlib}/inffast.c" "${zlib}/inflate.c"
  "${zlib}/inftrees.c" "${zlib}/trees.c" "${zlib}/zutil.c"
  "${WEIR_CODECS_DIR}/minizip/zip.c" "${WEIR_CODECS_DIR}/minizip/ioapi.c"
  "${snappy}/snappy.cc" "${snappy}/snappy-c.cc" "${snappy}/snappy-sinksource.cc"
  "${snappy}/snappy-stubs-internal.cc")
target_include_directories(weir_codecs SYSTEM PUBLIC
  "${WEIR_CODECS_DIR}" "${zlib}" "${snappy}" "${CMAKE_BINARY_DIR}/codecs")
target_compile_definitions(weir_codecs PRIVATE NOCRYPT USE_FILE32API
  HAVE_BUILTIN_CTZ=1 HAVE_BUILTIN_EXPECT=1 HAVE_ATTRIBUTE_ALWAYS_INLINE=1
  SNAPPY_HAVE_SSSE3=0 SNAPPY_HAVE_BMI2=0)
target_compile_options(weir_codecs PRIVATE -w
  $<$<COMPILE_LANGUAGE:C>:-Wno-implicit-function-declaration>)
