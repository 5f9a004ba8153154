# SPDX-License-Identifier: MIT
# Sourced by tests/run and examples/demo:
#   need PROGRAM=PACKAGE... python:MODULE=PACKAGE... header:NAME.h=PACKAGE...
# installs Debian packages for what is missing; says the one line to type where it may not.

say() {
    printf '\033[1m==> %s\033[0m\n' "$*"
}

has_python_module() {
    /usr/bin/python3 -c "import $1" 2>/dev/null
}

has_header() {
    printf '#include <stdarg.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <setjmp.h>\n#include <%s>\n' "$1" |
        cc -fsyntax-only -x c - 2>/dev/null
}

is_there() {
    case "$1" in
        python:*) has_python_module "${1#python:}" ;;
        header:*) has_header "${1#header:}" ;;
        file:*) ls ${1#file:} >/dev/null 2>&1 ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

need() {
    local missing="" wish
    for wish in "$@"; do
        is_there "${wish%%=*}" || missing="$missing ${wish#*=}"
    done
    missing=$(printf '%s\n' $missing | sort -u | tr '\n' ' ')
    [ -z "${missing// /}" ] && return 0
    install_packages $missing
}

install_packages() {
    local as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        as_root="sudo -n"
        if ! sudo -n true 2>/dev/null; then
            echo "Missing packages. Please type:  sudo apt-get install -y $*" >&2
            exit 1
        fi
    fi
    if ! command -v apt-get >/dev/null; then
        echo "Missing, and no apt-get here. Please install: $*" >&2
        exit 1
    fi
    say "Installing $*"
    $as_root apt-get update -qq &&
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            "$@" >/dev/null || {
        echo "apt-get could not install: $*" >&2
        exit 1
    }
}
