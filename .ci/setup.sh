#!/bin/sh
# Makes .venv and sees to the system packages that `make demo` (setup.sh run) or `make test` (setup.sh test) needs.
# Does nothing, and quickly, where all is there.
set -eu
level=${1:-run}
cd "$(dirname "$0")/.."

say() { echo "setup: $*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }
library() { { ldconfig -p 2>/dev/null || /sbin/ldconfig -p; } | grep -q "$1"; }
any() { [ -e "$1" ]; }

# --- Python ---------------------------------------------------------------------------------------------------------
good_python() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if have "$name" && good_python "$name"; then command -v "$name"; return; fi
    done
}

# --- System packages, by what they give rather than by name: other distributions have them too ------------------------
missing=
want() { missing="$missing $1"; }
library libEGL.so.1 || want libegl1
library libEGL_mesa.so.0 || want libegl-mesa0
library libGL.so.1 || want libgl1
library libass.so || want libass9
any /usr/lib/*/dri/swrast_dri.so || any /usr/lib/dri/swrast_dri.so || any /usr/lib64/dri/swrast_dri.so ||
    any /usr/lib/*/libgallium-*.so || any /usr/lib64/libgallium-*.so || want libgl1-mesa-dri
python=$(find_python)
if [ -z "$python" ]; then
    want python3; want python3-venv
elif ! "$python" -c 'import ensurepip' >/dev/null 2>&1; then
    want "$(basename "$("$python" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')")-venv"
fi
if [ "$level" = test ]; then
    have mpv || want mpv
    have Xvfb || want xvfb
    have xauth || want xauth
    have git || want git
    # What a window needs; every desktop has it.
    library libX11.so.6 || want libx11-6
    library libXext.so.6 || want libxext6
    library libXcursor.so.1 || want libxcursor1
    library libXi.so.6 || want libxi6
    library libXrandr.so.2 || want libxrandr2
    library libXinerama.so.1 || want libxinerama1
    library libGLX_mesa.so.0 || want libglx-mesa0
    any /usr/share/vulkan/icd.d/lvp_icd.*json || want mesa-vulkan-drivers
    library libvulkan.so.1 || want libvulkan1
fi

if [ -n "$missing" ]; then
    as_root=
    if [ "$(id -u)" != 0 ]; then as_root="sudo -n"; fi
    if have apt-get && { [ -z "$as_root" ] || sudo -n true 2>/dev/null; }; then
        say "installing$missing"
        install="$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends"
        # The lists may be old or empty: fetch them only when the packages cannot be had without.
        $install $missing >/dev/null 2>&1 ||
            { $as_root apt-get update -qq && $install $missing >/dev/null; } ||
            { say "could not install; please run: apt-get install$missing"; exit 1; }
    else
        say "these system packages are missing and cannot be installed from here:$missing"
        say "please run: sudo apt-get install$missing"
        exit 1
    fi
    python=$(find_python)
fi
[ -n "$python" ] || { say "Python 3.11 or newer is needed; PYTHON=/path/to/python3.11 make … names one"; exit 1; }

# --- Virtual environment ----------------------------------------------------------------------------------------------
extras=
if [ "$level" = test ]; then extras='[test,learn]'; fi
stamp=".venv/.upshade-$level-$(cat pyproject.toml .ci/setup.sh | cksum | cut -d' ' -f1)"
if [ -e "$stamp" ] && [ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null; then exit 0; fi
if [ ! -x .venv/bin/python ] || ! good_python .venv/bin/python; then
    rm -rf .venv
    say "making .venv with $("$python" --version)"
    "$python" -m venv .venv
fi
say "installing upshade$extras into .venv"
if have uv; then
    uv pip install -q --python .venv/bin/python -e ".$extras"
else
    .venv/bin/python -m pip install -q --disable-pip-version-check -e ".$extras"
fi || { say "the Python packages could not be installed (is the network there?)"; exit 1; }
rm -f .venv/.upshade-"$level"-*
touch "$stamp"
# What serves the tests serves the demo.
if [ "$level" = test ]; then rm -f .venv/.upshade-run-*; touch ".venv/.upshade-run-${stamp##*-}"; fi
