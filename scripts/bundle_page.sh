#!/bin/sh
# Bundles a page from its sources and puts it where the build takes it from: FOLDER/shipped/page.html, with the digests
# of everything that it was made of, FOLDER/shipped/sources.sha256 (tests/pages/check_page.sh holds the sources against
# them). All pages are made of the parts, packages and bundler of outputs/report. Needs node 18 or newer, npm and the
# npm registry; everyone else builds from the shipped page.
# Usage: scripts/bundle_page.sh FOLDER, such as outputs/report
set -eu

folder=$1
cd "$(dirname "$0")/.."
command -v node >/dev/null && command -v npm >/dev/null || {
    echo "node 18 or newer and npm are needed to bundle a page" >&2
    exit 1
}

parts=outputs/report
build=build/pages
mkdir -p "$build" "$folder/shipped"
cp "$parts/package.json" "$parts/package-lock.json" "$parts/.npmrc" "$build"
(cd "$build" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
node "$parts/bundle.mjs" "$folder" "$build" "$folder/shipped/page.html"
sha256sum $(scripts/page_sources.sh "$folder") "$folder/shipped/page.html" > "$folder/shipped/sources.sha256"
