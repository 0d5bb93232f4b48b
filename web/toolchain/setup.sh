#!/usr/bin/env bash
# Sets up everything a fresh Debian 12 machine lacks. Each step is its own script, does nothing when it
# was done before, and then needs no network.
source "$(dirname "$0")/common.sh"
folder=$(toolchain_folder)
# Two clones set up at once would unpack into the same folder.
exec 9>"$folder/lock"
flock -n 9 || { say "waiting for another set-up on this machine"; flock 9; }
for step in packages emscripten sources codecs sdl2_wasm node_packages; do
  "$WEIR_HERE/$step.sh"
done
ln -sfn "$folder" "$WEIR_ROOT/.toolchain"
