#!/bin/sh
# Fetches Debian's sources of libcsv and utf8proc into a folder and unpacks them. The machine's own lists of sources
# stay as they are: those that it has for packages are read once more, for sources, into the same folder.
# Usage: scripts/lab_sources.sh FOLDER
set -eu

folder=$1
mkdir -p "$folder"
cd "$folder"
if ls libcsv-*/libcsv.c utf8proc-*/utf8proc.c >/dev/null 2>&1; then exit 0; fi

lists=$PWD/apt
mkdir -p "$lists/lists/partial" "$lists/sources.d"
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
    [ -f "$file" ] || continue
    grep -q debian "$file" || continue
    # Both ways of writing them: "deb URL ..." a line, and "Types: deb" in a block.
    sed -e 's/^deb /deb-src /' -e 's/^Types:.*/Types: deb-src/' "$file" > "$lists/sources.d/$(basename "$file")"
done
apt_get() {
    apt-get --quiet=2 -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts="$lists/sources.d" \
        -o Dir::State::Lists="$lists/lists" -o Dir::Cache="$lists" -o APT::Sandbox::User=root "$@"
}
apt_get update
apt_get --only-source source libcsv utf8proc
ls libcsv-*/libcsv.c utf8proc-*/utf8proc.c >/dev/null
