# The two typefaces (both under the SIL Open Font License), cut down to the characters below when
# building: WEIR_FONTS lists the files in WEIR_FONTS_DIR (inter.otf, mono.ttf). The desktop window embeds
# them; the page fetches them once, for its own text and for Dear ImGui.
find_program(WEIR_PYFTSUBSET pyftsubset NO_CMAKE_FIND_ROOT_PATH)
find_file(WEIR_FONT_INTER Inter-Regular.otf NO_CMAKE_FIND_ROOT_PATH
  PATHS /usr/share/fonts/opentype/inter DOC "Inter, regular")
find_file(WEIR_FONT_MONO JetBrainsMono-Regular.ttf NO_CMAKE_FIND_ROOT_PATH
  PATHS /usr/share/fonts/truetype/jetbrains-mono DOC "JetBrains Mono, regular")
if(NOT WEIR_PYFTSUBSET OR NOT WEIR_FONT_INTER OR NOT WEIR_FONT_MONO)
  set(WEIR_UI_MISSING "fonts (fonts-inter, fonts-jetbrains-mono, fonttools, python3-brotli)")
  return()
endif()

# ASCII, Latin-1's punctuation and signs, dashes, quotes, bullet, ellipsis, arrows, minus, comparisons,
# and the geometric shapes that stand for play, records and verdicts.
set(characters "U+20-7E,U+A0-FF,U+2013,U+2014,U+2018,U+2019,U+201C,U+201D,U+2022,U+2026,U+2190-2193,U+2212,U+2248,U+2260,U+2264,U+2265,U+25A0,U+25B2,U+25B6,U+25BC,U+25C0,U+25CF,U+2713,U+2717")
set(WEIR_FONTS_DIR "${CMAKE_BINARY_DIR}/fonts")
set(WEIR_FONTS "")

# weir_font(SOURCE NAME LIST OPTION...): NAME in WEIR_FONTS_DIR, made from SOURCE, appended to LIST.
function(weir_font source name list)
  set(output "${WEIR_FONTS_DIR}/${name}")
  add_custom_command(OUTPUT "${output}"
    COMMAND "${WEIR_PYFTSUBSET}" "${source}" "--output-file=${output}" "--unicodes=${characters}"
      --layout-features=kern,tnum,calt,liga --no-hinting --desubroutinize ${ARGN}
    DEPENDS "${source}" COMMENT "Subsetting ${name}" VERBATIM)
  set(${list} ${${list}} "${output}" PARENT_SCOPE)
endfunction()

file(MAKE_DIRECTORY "${WEIR_FONTS_DIR}")
weir_font("${WEIR_FONT_INTER}" inter.otf WEIR_FONTS)
weir_font("${WEIR_FONT_MONO}" mono.ttf WEIR_FONTS)
