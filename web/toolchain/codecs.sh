#!/usr/bin/env bash
# Makes .toolchain/codecs: the sources of zlib, minizip and snappy for the Wasm twin, from the source
# packages of this machine's own Debian, whose libraries the native twin is linked with.
source "$(dirname "$0")/common.sh"
WEIR_SUITE=$(. /etc/os-release && echo "${VERSION_CODENAME:-bookworm}")
source "$WEIR_HERE/private_apt.sh"
folder=$(toolchain_folder)
stamp="$folder/stamps/codecs"
if [ -e "$stamp" ]; then
  say "$(cat "$stamp") are there"
  exit 0
fi
apt="$folder/apt-$SUITE"
say "fetching zlib, minizip and snappy (3 MB)"
setup_private_apt "$apt"
rm -rf "$apt/sources" "$folder/codecs" "$folder/codecs.new"
mkdir -p "$apt/sources"
(cd "$apt/sources" && quietly "$apt/sources.log" private_apt "$apt" source --download-only zlib minizip snappy)
for name in zlib minizip snappy; do
  mkdir -p "$folder/codecs.new/$name"
  tar -x -C "$folder/codecs.new/$name" --strip-components=1 -f "$apt/sources/${name}"_*.orig.tar.*
done
mv "$folder/codecs.new" "$folder/codecs"
versions=$(cd "$apt/sources" && ls ./*.dsc | sed 's/.*\/\(.*\)-.*/\1/' | tr '_\n' '  ')
rm -rf "$apt/sources"
echo "sources: $versions" >"$stamp"
say "unpacked $versions"
