#!/usr/bin/env bash
# Installs what tests/web, tests/clients and tests/duckdb need from npm, at the versions of their lock
# files. Quick and offline when a lock file has not changed since.
source "$(dirname "$0")/common.sh"

# install_packages FOLDER WHAT
install_packages() {
  local tests="$WEIR_ROOT/tests/$1" stamp
  stamp="$tests/node_modules/.weir-lock"
  [ -e "$tests/package-lock.json" ] || return 0
  if cmp -s "$tests/package-lock.json" "$stamp"; then
    say "node packages of the $2 are there"
    return 0
  fi
  command -v npm >/dev/null || die "npm is missing: install Node 20 with npm"
  say "installing node packages of the $2"
  quietly "$(toolchain_folder)/npm-$1.log" npm ci --prefix "$tests" --prefer-offline \
    --no-audit --no-fund --ignore-scripts --fetch-retries 1
  cp "$tests/package-lock.json" "$stamp"
  say "installed"
}

install_packages web "browser tests"
install_packages clients "tests with clients"
install_packages duckdb "comparisons with DuckDB"
