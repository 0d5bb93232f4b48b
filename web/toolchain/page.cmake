# weir_page: build/wasm/page, complete and servable from any static host. It holds weir-app.js (an ES
# module whose default export makes the program), weir-app.wasm, fonts/ and a copy of web/page/*.
set(page "${CMAKE_BINARY_DIR}/page")

add_executable(weir_page "${main}" app/host_web.cc "${CMAKE_SOURCE_DIR}/core/firehose/processors_absent.cc")
target_link_libraries(weir_page PRIVATE weir_front weir_flags_bare)
set_target_properties(weir_page PROPERTIES
  OUTPUT_NAME weir-app SUFFIX .js RUNTIME_OUTPUT_DIRECTORY "${page}")
target_link_options(weir_page PRIVATE
  -Oz
  -sENVIRONMENT=web -sMODULARIZE=1 -sEXPORT_ES6=1 -sEXPORT_NAME=createWeir
  # No eval and no files: the page works under a strict content security policy.
  -sDYNAMIC_EXECUTION=0 -sFILESYSTEM=0 -sASSERTIONS=0
  -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=4GB -sSTACK_SIZE=1MB
  -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2
  # What web/page/*.js calls besides the functions that host_web.cc keeps alive itself.
  -sEXPORTED_FUNCTIONS=_main,_malloc,_free
  -sEXPORTED_RUNTIME_METHODS=UTF8ToString,stringToUTF8,lengthBytesUTF8,specialHTMLTargets,HEAPU8)

# weir_page_file(SOURCE NAME): SOURCE becomes page/NAME.
set(copies "")
function(weir_page_file source name)
  add_custom_command(OUTPUT "${page}/${name}"
    COMMAND "${CMAKE_COMMAND}" -E copy "${source}" "${page}/${name}"
    DEPENDS "${source}" VERBATIM)
  set(copies ${copies} "${page}/${name}" PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE page_sources CONFIGURE_DEPENDS page/*)
foreach(source IN LISTS page_sources)
  file(RELATIVE_PATH name "${CMAKE_CURRENT_SOURCE_DIR}/page" "${source}")
  weir_page_file("${source}" "${name}")
endforeach()
foreach(font IN LISTS WEIR_FONTS)
  get_filename_component(name "${font}" NAME)
  weir_page_file("${font}" "fonts/${name}")
endforeach()
# What the program does not carry in itself is fetched beside it.
get_directory_property(data_sets DIRECTORY "${CMAKE_SOURCE_DIR}/core" DEFINITION WEIR_DATA_SETS)
set(names "")
foreach(data IN LISTS data_sets)
  get_filename_component(name "${data}" NAME)
  weir_page_file("${data}" "data/${name}")
  list(APPEND names "'${name}'")
endforeach()
list(JOIN names ", " names)
file(CONFIGURE OUTPUT "${page}/data_sets.js" CONTENT
"// Data sets that scenarios name; they lie in data/.
export const dataSets = [@names@];
" @ONLY)
add_custom_target(weir_page_files ALL DEPENDS ${copies})
