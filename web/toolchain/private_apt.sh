# A private apt over Debian 13 "trixie" (or WEIR_SUITE), sourced after common.sh. Nothing of the
# system's package sources changes; mirror and keyring are those of the machine's own Debian sources.
readonly SUITE=${WEIR_SUITE:-trixie}

# private_apt FOLDER ARGUMENT...: apt-get with its lists and cache in FOLDER. Call setup_private_apt first.
private_apt() {
  local folder=$1
  shift
  apt-get -q -o "Dir::Etc::sourcelist=$folder/$SUITE.sources" -o Dir::Etc::sourceparts=- \
    -o "Dir::State::Lists=$folder/lists" -o "Dir::Cache=$folder/cache" \
    -o APT::Sandbox::User=root "$@"
}

setup_private_apt() {
  local folder=$1 codename entry site file keyring
  command -v apt-get >/dev/null ||
    die "no apt-get and no emcc $EMSCRIPTEN_VERSION_MIN or newer on the PATH: install an emsdk and put its emcc on the PATH"
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  entry=$(apt-get indextargets --format '$(SITE) $(SOURCESENTRY)' 'Created-By: Packages' \
    'Origin: Debian' "Codename: $codename" 2>/dev/null | head -n 1)
  [ -n "$entry" ] || entry=$(apt-get indextargets --format '$(SITE) $(SOURCESENTRY)' \
    'Created-By: Packages' "Release: $codename" 2>/dev/null | head -n 1)
  [ -n "$entry" ] || die "apt knows no source of Debian here: install an emsdk and put its emcc on the PATH"
  site=${entry%% *}
  file=${entry#* }
  file=${file%:*}
  keyring=$(sed -n 's/^[Ss]igned-[Bb]y: *\(\/.*\)/\1/p; s/.*signed-by=\([^] ]*\).*/\1/p' "$file" 2>/dev/null | head -n 1)
  mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
  {
    printf 'Types: deb deb-src\nURIs: %s\nSuites: %s\nComponents: main\n' "$site" "$SUITE"
    if [ -n "$keyring" ]; then printf 'Signed-By: %s\n' "$keyring"; fi
  } >"$folder/$SUITE.sources"
  # A mirror without the suite makes update fail, or warn and leave no list: the list decides.
  private_apt "$folder" update >"$folder/update.log" 2>&1 </dev/null || true
  compgen -G "$folder/lists/*_dists_${SUITE}_main_binary-*_Packages*" >/dev/null ||
    die "$site has no suite $SUITE (log: $folder/update.log): install an emsdk and put its emcc on the PATH"
}
