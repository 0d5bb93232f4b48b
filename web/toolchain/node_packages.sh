#!/usr/bin/env bash
# Installs what tests/web needs from npm, at the versions of its lock file. Quick and offline when the
# lock file has not changed since.
source "$(dirname "$0")/common.sh"
tests="$WEIR_ROOT/tests/web"
[ -e "$tests/package-lock.json" ] || exit 0
stamp="$tests/node_modules/.weir-lock"
if cmp -s "$tests/package-lock.json" "$stamp"; then
  say "node packages are there"
  exit 0
fi
command -v npm >/dev/null || die "npm is missing: install Node 20 with npm"
say "installing node packages of the browser tests"
quietly "$(toolchain_folder)/npm.log" npm ci --prefix "$tests" --prefer-offline \
  --no-audit --no-fund --ignore-scripts --fetch-retries 1
cp "$tests/package-lock.json" "$stamp"
say "installed"
