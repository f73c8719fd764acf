#!/bin/sh
# Whether a shipped page was bundled from the sources beside it: every source has the digest that was noted, none was added, and the page
# itself was not touched.
# Usage: check_page.sh FOLDER, such as outputs/report
set -eu

cd "$(dirname "$0")/../.."
if ! sha256sum --quiet --check "$1/shipped/sources.sha256"; then
    echo "the sources of the page changed after it was bundled: run \`make pages\` and commit what it writes" >&2
    exit 1
fi
noted=$(sed 's/^[0-9a-f]*  //' "$1/shipped/sources.sha256" | grep -v '/shipped/')
there=$(scripts/page_sources.sh "$1")
if [ "$noted" != "$there" ]; then
    echo "files were added to the page or taken from it after it was bundled: run \`make pages\` and commit what it writes" >&2
    exit 1
fi
