# Writes the source that weir_embed() asks for. Called with cmake -P and ROOT, LIST (one name per
# line), OUTPUT, FUNCTION, HEADER. Every byte becomes one \x escape of an ordinary string literal, 64
# to a line: quick for compilers, and the same bytes whatever the file holds.
file(STRINGS "${LIST}" names)
set(bytes "")
set(table "")
set(number 0)
foreach(name IN LISTS names)
  file(READ "${ROOT}/${name}" hex HEX)
  file(SIZE "${ROOT}/${name}" size)
  string(REGEX REPLACE "(..)" "\\\\x\\1" escaped "${hex}")
  string(REPEAT "." 256 line_of_escapes)  # 64 bytes.
  string(REGEX REPLACE "(${line_of_escapes})" "\\1\"\n    \"" escaped "${escaped}")
  string(APPEND bytes "constexpr char kBytes${number}[] =\n    \"${escaped}\";\n")
  string(APPEND table
    "    {\"${name}\", {static_cast<const char*>(kBytes${number}), ${size}}},\n")
  math(EXPR number "${number} + 1")
endforeach()

set(body "return {};")
if(number GREATER 0)
  set(body "return kFiles;")
  set(table "constexpr weir::EmbeddedFile kFiles[] = {\n${table}};\n")
endif()
file(WRITE "${OUTPUT}.new" "// Generated from ${HEADER}'s files. Do not edit.
#include \"${HEADER}\"

namespace {
${bytes}
${table}}  // namespace

std::span<const weir::EmbeddedFile> ${FUNCTION}() { ${body} }
")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
