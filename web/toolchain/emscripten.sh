#!/usr/bin/env bash
# Makes .toolchain/emscripten: a link to the folder of the emcc on the PATH, or an Emscripten of our
# own in the cache, in user space: Debian 13's emscripten and binaryen over this machine's clang-19.
source "$(dirname "$0")/common.sh"
source "$WEIR_HERE/private_apt.sh"
folder=$(toolchain_folder)
stamp="$folder/stamps/emscripten"
if [ -e "$stamp" ]; then
  say "$(cat "$stamp") is there"
  exit 0
fi

# Writes the configuration that emcc finds beside itself.
write_configuration() {
  cat >"$1/usr/share/emscripten/.emscripten" <<END
LLVM_ROOT = '/usr/bin'
BINARYEN_ROOT = '$1/usr'
NODE_JS = '$(command -v node)'
CACHE = '$1/usr/share/emscripten/cache'
FROZEN_CACHE = True
LLVM_ADD_VERSION = '19'
CLANG_ADD_VERSION = '19'
COMPILER_WRAPPER = '$(command -v ccache || true)'
END
}

install_from_trixie() {
  local apt="$folder/apt" prefix="$folder/$SUITE" program
  [ -x /usr/bin/clang-19 ] || die "clang-19 is missing: run ./dev setup"
  say "reading the package list of Debian $SUITE"
  setup_private_apt "$apt"
  say "fetching emscripten and binaryen (250 MB)"
  mkdir -p "$apt/debs"
  (cd "$apt/debs" && quietly "$apt/download.log" private_apt "$apt" download \
    emscripten binaryen libc6 libstdc++6 libgcc-s1)
  say "unpacking"
  rm -rf "$prefix"
  mkdir -p "$prefix"
  for package in "$apt"/debs/*.deb; do
    # Emscripten's own tests are most of it, and of no use here.
    dpkg-deb --fsys-tarfile "$package" |
      tar -x -C "$prefix" --exclude='./usr/share/emscripten/test' --exclude='./usr/share/doc'
  done
  # Binaryen was linked against Debian 13's C library: it runs on that one, unpacked beside it.
  for program in "$prefix"/usr/bin/wasm-*; do
    [ -L "$program" ] || patchelf --set-interpreter "$prefix/usr/lib64/ld-linux-x86-64.so.2" \
      --set-rpath "$prefix/usr/lib/x86_64-linux-gnu" "$program"
  done
  mkdir -p "$prefix/usr/share/emscripten/node_modules"
  ln -sfn /usr/share/nodejs/acorn "$prefix/usr/share/emscripten/node_modules/acorn"
  write_configuration "$prefix"
  ln -sfn "$prefix/usr/share/emscripten" "$folder/emscripten"
  rm -rf "$apt/debs"
}

# A compiler that cannot compile is found now, not in the middle of the build.
verify() {
  local try="$folder/try"
  rm -rf "$try"
  mkdir -p "$try"
  cat >"$try/try.cc" <<'END'
#include <cstdio>
#include <expected>
int main() { std::printf("%d\n", std::expected<int, int>(42).value()); }
END
  quietly "$try/log" "$folder/emscripten/em++" -std=c++23 -O2 "$try/try.cc" -o "$try/try.js"
  [ "$(node "$try/try.js")" = 42 ] || die "a program compiled by $folder/emscripten/em++ does not run under node"
  rm -rf "$try"
}

if [ -n "$(emcc_on_path)" ]; then
  say "using the emcc on the PATH, $(emcc_on_path)"
  ln -sfn "$(dirname "$(readlink -f "$(command -v emcc)")")" "$folder/emscripten"
else
  install_from_trixie
fi
say "verifying: compile and run a three-line program"
verify
"$folder/emscripten/emcc" --version 2>/dev/null | sed -n '1s/.* \([0-9][0-9.]*\).*/Emscripten \1/p' >"$stamp"
say "$(cat "$stamp") works"
