#!/bin/sh
# Installs the Debian packages named in the given lists that are not installed yet. Says what it installs; silent when all is there.
# Usage: scripts/install_dependencies.sh LIST...
set -euf

missing=
for list in "$@"; do
    for package in $(sed 's/#.*//' "$list"); do
        case $package in
            *\?*)
                command -v "${package#*\?}" >/dev/null 2>&1 && continue
                package=${package%%\?*}
                ;;
        esac
        status=$(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$status" = installed ] || missing="$missing $package"
    done
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif command -v sudo >/dev/null 2>&1; then
    as_root=sudo
else
    echo "These Debian packages are missing, and neither root nor sudo is at hand to install them:$missing" >&2
    echo "Ask an administrator for: apt-get install --no-install-recommends$missing" >&2
    exit 1
fi

echo "Installing missing Debian packages:$missing"
# Lists of packages may be absent or old on a fresh machine; another installation may be under way. What dpkg tells goes to standard output
# and is left out; errors go to standard error and stay.
apt_get() {
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get --quiet=2 --option DPkg::Lock::Timeout=600 "$@" >/dev/null
}
apt_get update
apt_get install --yes --no-install-recommends $missing
echo "Installed."
