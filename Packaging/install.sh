#!/usr/bin/env bash
# install.sh BUILD PREFIX puts the diorama built in BUILD on the PATH: PREFIX/lib/diorama gets the binary, its resources and Swift's
# run-time libraries, PREFIX/bin a link to it. It then runs what it installed. DESTDIR goes before PREFIX.
set -euo pipefail
build=$1
root=$(realpath -m "${DESTDIR:-}$2")
mkdir -p "$root/bin" "$root/lib" 2>/dev/null && [ -w "$root/bin" ] && [ -w "$root/lib" ] || {
    echo "$root cannot be written to: run 'sudo make install', or give a folder of your own: make install PREFIX=~/.local" >&2
    exit 1
}
new=$(mktemp -d "$root/lib/.diorama.XXXXXX")
trap 'rm -rf "$new"' EXIT
chmod 755 "$new"
cp "$build/diorama" "$new"
cp -R "$build"/diorama_*.resources "$new"
# Found beside the binary, should the toolchain that built it go.
ldd "$build/diorama" | awk '$3 ~ /\/lib\/swift\/linux\// { print $3 }' | xargs -r cp -Lt "$new"
rm -rf "$root/lib/diorama"
mv "$new" "$root/lib/diorama"
ln -sfn ../lib/diorama/diorama "$root/bin/diorama"

cd /
version=$("$root/bin/diorama" --version)
"$root/bin/diorama" inspect push_ball >/dev/null
echo "$root/bin/diorama is diorama $version."
case :$PATH: in
*":$root/bin:"*) ;;
*) [ -n "${DESTDIR:-}" ] || echo "It is not on the PATH yet: export PATH=\"$root/bin:\$PATH\"" ;;
esac
