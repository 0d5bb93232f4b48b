# Shared by the set-up scripts of this folder; sourced, not run.
#
# What is fetched and built lies in the user's cache, one folder per set of versions, so that a second
# clone needs no network and no build. `.toolchain` in the checkout is a link to that folder.
set -euo pipefail

readonly WEIR_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
readonly WEIR_HERE="$WEIR_ROOT/web/toolchain"
readonly EMSCRIPTEN_VERSION_MIN=3.1.50
readonly RECIPE=1  # Raise it when what the scripts build changes: old caches are then left alone.

say() { printf '[%s] %s\n' "$(basename "$0" .sh)" "$*"; }
die() { printf '[%s] %s\n' "$(basename "$0" .sh)" "$*" >&2; exit 1; }

# version_at_least HAVE WANTED
version_at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$2" ]; }

# The version of the emcc on the PATH, or nothing where there is none that is new enough.
emcc_on_path() {
  command -v emcc >/dev/null || return 0
  local version
  version=$(emcc --version 2>/dev/null | sed -n '1s/.* \([0-9][0-9.]*\).*/\1/p')
  if version_at_least "${version:-0}" "$EMSCRIPTEN_VERSION_MIN"; then echo "$version"; fi
}

# Prints the cache folder of this machine's compiler and makes it.
toolchain_folder() {
  local version folder
  version=$(emcc_on_path)
  folder="${XDG_CACHE_HOME:-$HOME/.cache}/weir/emscripten-${version:-trixie}-sdl2-2.32-imgui-1.90-$RECIPE"
  mkdir -p "$folder/stamps"
  echo "$folder"
}

# quietly LOG COMMAND...: runs it with its output in LOG; on failure shows the log's end.
quietly() {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  if ! "$@" >"$log" 2>&1 </dev/null; then
    tail -n 25 "$log" >&2
    die "failed: $* (whole log: $log)"
  fi
}
