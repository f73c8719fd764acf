#!/bin/bash
# Makes the Debian package of a build, unpacks it into an empty root, and uses what lies there as a user would.
# Usage: tests/package/check_deb.sh BUILD_DIR WORK_DIR     (WORK_DIR is emptied first)
set -euo pipefail
build=$1
work=$2

fail() {
    echo "$*" >&2
    exit 1
}

rm -rf "$work"
mkdir -p "$work/root"
cpack -G DEB --config "$build/CPackConfig.cmake" -B "$work" >"$work/cpack.log" || fail "no package was made: see $work/cpack.log"
rm -rf "$work/_CPack_Packages"
package=$(echo "$work"/zonecast_*.deb)
dpkg-deb --field "$package" Depends | grep -q libhdf5 || fail "the package does not depend on the libraries that the program needs"
dpkg-deb --extract "$package" "$work/root"

usr=$work/root/usr
"$usr/bin/zonecast" --version
"$usr/bin/zonecast" check "$usr/share/zonecast/scenarios/plans/hunan-htz-2017-2019.toml" >"$work/check.txt"
[ ! -e "$usr/include/zonecast" ] || fail "headers belong to the development files"

for page in man/man1 man/zh_CN/man1; do
    grep -q '^\.SS zonecast run' "$usr/share/$page/zonecast.1" || fail "the manual in $page does not tell of run"
    grep -q 'replicates' "$usr/share/$page/zonecast.1" || fail "the manual in $page lacks an option"
done
grep -q -- '--replicates\[' "$usr/share/zsh/vendor-completions/_zonecast" || fail "the completion of zsh lacks an option"

# As bash itself completes: words in, candidates out.
source "$usr/share/bash-completion/completions/zonecast"
complete_words() {
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    COMPREPLY=()
    _zonecast
    echo "${COMPREPLY[*]}"
}
[ "$(complete_words zonecast tar)" = targets ] || fail "a command is not completed"
[ "$(complete_words zonecast run --repl)" = "--replicates --replicates-from" ] || fail "an option is not completed"
[ "$(complete_words zonecast --lang zh run --design so)" = sobol ] || fail "the value of an option is not completed"
cd "$usr/share/zonecast/scenarios/plans"
[ "$(complete_words zonecast check hunan-htz-2017-2019.t)" = hunan-htz-2017-2019.toml ] || fail "a plan is not completed"
