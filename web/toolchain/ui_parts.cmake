# What the front end stands on: SDL2, OpenGL, Dear ImGui (target weir_imgui) and two subset fonts.
# Where one is missing natively, WEIR_UI_MISSING says so and the window is left out; the page needs all.
set(WEIR_IMGUI_DIR "${CMAKE_SOURCE_DIR}/.toolchain/imgui" CACHE PATH "Dear ImGui's sources, with backends/")
set(WEIR_SDL2_DIR "${CMAKE_SOURCE_DIR}/.toolchain/sdl2" CACHE PATH "an SDL2 built by Emscripten and installed")
set(WEIR_UI_MISSING "")

if(EMSCRIPTEN)
  find_package(SDL2 CONFIG QUIET NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH PATHS "${WEIR_SDL2_DIR}")
else()
  find_package(SDL2 CONFIG QUIET)
  find_package(OpenGL QUIET)
  if(NOT TARGET OpenGL::GL)
    set(WEIR_UI_MISSING "OpenGL's headers (libgl-dev)")
  endif()
endif()
if(NOT SDL2_FOUND)
  set(WEIR_UI_MISSING "SDL2")
endif()
if(NOT EXISTS "${WEIR_IMGUI_DIR}/imgui.cpp")
  set(WEIR_UI_MISSING "Dear ImGui's sources in ${WEIR_IMGUI_DIR}")
endif()
include("${CMAKE_CURRENT_LIST_DIR}/fonts.cmake")
if(WEIR_UI_MISSING)
  if(EMSCRIPTEN)
    message(FATAL_ERROR "The page needs ${WEIR_UI_MISSING}: run ./dev setup")
  endif()
  return()
endif()

add_library(weir_imgui STATIC
  "${WEIR_IMGUI_DIR}/imgui.cpp" "${WEIR_IMGUI_DIR}/imgui_draw.cpp"
  "${WEIR_IMGUI_DIR}/imgui_tables.cpp" "${WEIR_IMGUI_DIR}/imgui_widgets.cpp"
  "${WEIR_IMGUI_DIR}/backends/imgui_impl_sdl2.cpp" "${WEIR_IMGUI_DIR}/backends/imgui_impl_opengl3.cpp")
target_include_directories(weir_imgui
  SYSTEM PUBLIC "${WEIR_IMGUI_DIR}" "${WEIR_IMGUI_DIR}/backends")
target_compile_definitions(weir_imgui PUBLIC
  IMGUI_DISABLE_DEMO_WINDOWS IMGUI_DISABLE_DEBUG_TOOLS IMGUI_DISABLE_OBSOLETE_FUNCTIONS
  IMGUI_DISABLE_FILE_FUNCTIONS)
target_compile_options(weir_imgui PRIVATE -fno-exceptions -fno-rtti)
if(EMSCRIPTEN)
  target_compile_definitions(weir_imgui PUBLIC IMGUI_IMPL_OPENGL_ES3)
  target_link_libraries(weir_imgui PUBLIC SDL2::SDL2-static)
  target_compile_options(weir_imgui PRIVATE -Oz)
else()
  target_link_libraries(weir_imgui PUBLIC SDL2::SDL2 OpenGL::GL)
endif()
