# weir_embed(TARGET FUNCTION ROOT HEADER FILE...): puts files into a program.
#
# Generates a source that defines `std::span<const weir::EmbeddedFile> FUNCTION()` (FUNCTION is
# qualified; HEADER declares it) and adds it to TARGET. Files are sorted by their name relative to
# ROOT. The work is done by embed_script.cmake at build time, again when a file changes.
function(weir_embed target function root header)
  set(names "")
  foreach(file IN LISTS ARGN)
    file(RELATIVE_PATH name "${root}" "${file}")
    list(APPEND names "${name}")
  endforeach()
  list(SORT names)
  string(MAKE_C_IDENTIFIER "${function}" identifier)
  set(stem "${CMAKE_BINARY_DIR}/embedded/${identifier}")
  # The list goes by a file: it may outgrow a command line, and its change must start the generator.
  list(JOIN names "\n" lines)
  file(CONFIGURE OUTPUT "${stem}.list" CONTENT "${lines}" @ONLY)
  set(script "${CMAKE_SOURCE_DIR}/web/toolchain/embed_script.cmake")
  add_custom_command(
    OUTPUT "${stem}.cc"
    COMMAND "${CMAKE_COMMAND}" "-DROOT=${root}" "-DLIST=${stem}.list" "-DOUTPUT=${stem}.cc"
      "-DFUNCTION=${function}" "-DHEADER=${header}" -P "${script}"
    DEPENDS "${script}" "${stem}.list" ${ARGN}
    COMMENT "Embedding ${header}"
    VERBATIM)
  target_sources(${target} PRIVATE "${stem}.cc")
  # clang warns of literals longer than the standard makes every compiler accept; g++ and clang take any.
  set_source_files_properties("${stem}.cc" TARGET_DIRECTORY ${target} PROPERTIES
    COMPILE_OPTIONS -Wno-overlength-strings)
endfunction()
