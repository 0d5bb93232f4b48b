#!/usr/bin/env bash
# Makes .toolchain/sdl2: SDL2 for the page, as a static library without the parts the page does not
# use. Some minutes on two cores, most of them checks of its configuration; done once per machine.
source "$(dirname "$0")/common.sh"
folder=$(toolchain_folder)
stamp="$folder/stamps/sdl2-lean"
if [ -e "$stamp" ]; then
  say "SDL2 for WebAssembly is there"
  exit 0
fi
build="$folder/sdl2-build"
rm -rf "$build" "$folder/sdl2.new"
say "configuring SDL2 for WebAssembly (about two minutes)"
quietly "$folder/sdl2-configure.log" "$folder/emscripten/emcmake" cmake -G Ninja -S "$folder/sdl2-src" -B "$build" \
  -DCMAKE_BUILD_TYPE=MinSizeRel "-DCMAKE_INSTALL_PREFIX=$folder/sdl2" \
  -DSDL_SHARED=OFF -DSDL_STATIC=ON -DSDL_TEST=OFF -DSDL_PTHREADS=OFF -DSDL_AUDIO=OFF -DSDL_JOYSTICK=OFF \
  -DSDL_HAPTIC=OFF -DSDL_SENSOR=OFF -DSDL_RENDER=OFF -DSDL_HIDAPI=OFF -DSDL_POWER=OFF -DSDL_FILESYSTEM=OFF \
  -DSDL_OFFSCREEN=OFF -DSDL_DUMMYVIDEO=OFF -DCMAKE_C_FLAGS=-DSDL_LEAN_AND_MEAN=1  # No blitters: 20 KB less.
say "building SDL2 for WebAssembly"
quietly "$folder/sdl2-build.log" cmake --build "$build"
quietly "$folder/sdl2-install.log" cmake --install "$build" --prefix "$folder/sdl2.new"
# An older build may be in use: it is replaced at once.
rm -rf "$build" "$folder/sdl2"
mv "$folder/sdl2.new" "$folder/sdl2"
touch "$stamp"
say "SDL2 for WebAssembly is ready"
