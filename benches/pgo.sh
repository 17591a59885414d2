#!/usr/bin/env bash
# Builds rpython with profile-guided optimisation, as CPython's distributed programs are built: target/pgo/rpython and target/pgo/front.
#
#   rustup component add llvm-tools && benches/pgo.sh
#
# The compiler first builds a program that counts what runs, which then runs the examples and the differential programs, compiles the
# standard library and, where packages of PyPI were installed by cli/tests/packages, what uses them.
set -euo pipefail
cd "$(dirname "$0")/.."
TARGET="$(rustc -vV | sed -n 's/^host: //p')"
TOOLS="$(rustc --print sysroot)/lib/rustlib/$TARGET/bin"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"
PGO="$CARGO_TARGET_DIR/pgo"
rm -rf "$PGO/profiles"
mkdir -p "$PGO/profiles"

# The variable takes the place of the flags in .cargo/config.toml.
FLAGS="${RUSTFLAGS:-} -Cllvm-args=-disable-constant-hoisting"
build() { # what is added to the flags, options for the program
    RUSTFLAGS="$FLAGS $1" cargo build --release --target "$TARGET" -p rpython "${@:2}"
    RUSTFLAGS="$FLAGS $1" cargo build --release --target "$TARGET" -p rpython-frontend --example front
}

build "-Cprofile-generate=$PGO/profiles" --features orderly-exit
BIN="$CARGO_TARGET_DIR/$TARGET/release"
export PYTHONDONTWRITEBYTECODE=1
for program in cli/examples/*.py cli/tests/programs/*/*.py; do
    (cd "$(dirname "$program")" && timeout 60 "$BIN/rpython" "$(basename "$program")" </dev/null >/dev/null 2>&1) || true
done
if [ -d target/packages ]; then
    for program in cli/tests/packages/scripts/*.py; do
        PYTHONPATH="$PWD/target/packages" timeout 120 "$BIN/rpython" "$program" >/dev/null 2>&1 || true
    done
fi
"$BIN/rpython" --install-stdlib "$PGO" >/dev/null
find "$PGO/lib" -name '*.py' -print0 | xargs -0 "$BIN/examples/front" time --rounds 1 >/dev/null
"$BIN/rpython" -m compileall -q "$PGO/lib/python3.14/unittest" >/dev/null || true

"$TOOLS/llvm-profdata" merge -o "$PGO/merged.profdata" "$PGO/profiles"
build "-Cprofile-use=$PGO/merged.profdata"
cp "$BIN/rpython" "$PGO/rpython"
cp "$BIN/examples/front" "$PGO/front"
echo "built $PGO/rpython and $PGO/front"
