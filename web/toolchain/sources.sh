#!/usr/bin/env bash
# Makes .toolchain/imgui (Dear ImGui's sources) and .toolchain/sdl2-src (SDL2's), from Debian 13's
# source packages. Other copies: -DWEIR_IMGUI_DIR= and -DWEIR_SDL2_DIR= of the CMake presets.
source "$(dirname "$0")/common.sh"
source "$WEIR_HERE/private_apt.sh"
folder=$(toolchain_folder)
stamp="$folder/stamps/sources"
if [ -e "$stamp" ]; then
  say "$(cat "$stamp") are there"
  exit 0
fi
apt="$folder/apt"
say "fetching Dear ImGui and SDL2 (6 MB)"
[ -e "$apt/$SUITE.sources" ] || setup_private_apt "$apt"
rm -rf "$apt/sources" "$folder/imgui" "$folder/sdl2-src"
mkdir -p "$apt/sources"
(cd "$apt/sources" && quietly "$apt/sources.log" private_apt "$apt" source --download-only imgui libsdl2)
for pair in imgui:imgui libsdl2:sdl2-src; do
  mkdir -p "$folder/${pair#*:}"
  tar -x -C "$folder/${pair#*:}" --strip-components=1 -f "$apt/sources/${pair%:*}"_*.orig.tar.*
done
versions=$(cd "$apt/sources" && ls ./*.dsc | sed 's/.*\/\(.*\)+.*/\1/' | tr '_\n' '  ')
rm -rf "$apt/sources"
echo "sources: $versions" >"$stamp"
say "unpacked $versions"
