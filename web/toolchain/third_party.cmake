# Header-only third-party parts, the same headers in both twins:
#   weir_json  nlohmann/json (core: scenarios and API bodies)     weir_fmt  {fmt}     weir_cli11  CLI11 (native/)
#
# Each is reached through a folder of the build tree that holds one link to the installed headers.
# /usr/include itself must never be on Emscripten's path: it would hide Emscripten's own libc.
function(weir_header_only target header)
  get_filename_component(folder "${header}" DIRECTORY)
  string(TOUPPER "${target}_DIR" variable)
  find_path(${variable} "${header}" NO_CMAKE_FIND_ROOT_PATH
    PATHS /usr/include /usr/local/include
    DOC "folder that holds ${header}")
  if(NOT ${variable})
    message(FATAL_ERROR "${header} not found: run ./dev setup, or pass -D${variable}=FOLDER")
  endif()
  set(links "${CMAKE_BINARY_DIR}/third_party/${target}")
  file(MAKE_DIRECTORY "${links}")
  if(NOT EXISTS "${links}/${folder}")
    file(CREATE_LINK "${${variable}}/${folder}" "${links}/${folder}" SYMBOLIC)
  endif()
  add_library(${target} INTERFACE)
  target_include_directories(${target} SYSTEM INTERFACE "${links}")
endfunction()

weir_header_only(weir_json nlohmann/json.hpp)
weir_header_only(weir_fmt fmt/format.h)
weir_header_only(weir_cli11 CLI/CLI.hpp)
