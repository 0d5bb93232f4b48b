#!/usr/bin/env bash
# Installs the Debian packages that are missing, and only those. Needs apt and root (or sudo that asks
# nothing) only when something is missing.
source "$(dirname "$0")/common.sh"

packages=(
  g++ cmake ninja-build ccache python3 nodejs       # the build itself
  clang-19 lld-19 llvm-19 libclang-rt-19-dev        # second native compiler, sanitizers, Wasm back end
  clang-format-19 patchelf node-acorn brotli xz-utils
  nlohmann-json3-dev libcli11-dev libfmt-dev        # header-only, both twins
  libgtest-dev googletest libbenchmark-dev libssl-dev
  zlib1g-dev libminizip-dev libsnappy-dev           # what delivered objects are compressed with
  jq                                                # tests compare our expressions with it
  libsdl2-dev libgl-dev libgl1-mesa-dri             # desktop window
  chromium xvfb                                     # browser and window tests
  fonts-inter fonts-jetbrains-mono fonttools python3-brotli
)

# A tool that came from elsewhere (a vendor's Node, a newer CMake) serves as well as Debian's.
provided() {
  case $1 in
    nodejs) command -v node ;;
    g++ | cmake | ccache | python3 | patchelf | brotli) command -v "$1" ;;
    ninja-build) command -v ninja ;;
    *) false ;;
  esac >/dev/null
}

missing=()
installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${packages[@]}" 2>/dev/null |
  sed -n 's/ installed$//p') || true
for package in "${packages[@]}"; do
  grep -qxF "$package" <<<"$installed" || provided "$package" || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  say "all ${#packages[@]} packages are there"
  exit 0
fi

command -v apt-get >/dev/null || die "no apt-get here. Wanted: ${missing[*]}. With an emsdk (for Emscripten) and your own packages, use the CMake presets directly: README.md says how"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  sudo -n true 2>/dev/null || die "needs root for: apt-get install --no-install-recommends ${missing[*]}"
  as_root=(sudo -n)
fi
export DEBIAN_FRONTEND=noninteractive
log="$(toolchain_folder)/packages.log"
say "installing ${#missing[@]} packages: ${missing[*]}"
# Lists of packages that are old name files that are gone, so they are refreshed first. A failing
# list of somebody else's source need not matter: the installation itself decides.
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q update >"$log" 2>&1 </dev/null || true
quietly "$log" "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get -q -y --no-install-recommends install "${missing[@]}"
say "installed"
