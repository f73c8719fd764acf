#!/bin/sh
# What a page is made of: its own files and the parts that pages share. Run in the project's root.
# Usage: scripts/page_sources.sh FOLDER, such as outputs/report
set -eu

find outputs/report "$1" -type f ! -path '*/shipped/*' | LC_ALL=C sort -u
