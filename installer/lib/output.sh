# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What the launcher says: one line a stage with the time it took, and one clear line when something is wrong.

now_ms() { local t=$EPOCHREALTIME; printf '%s' "$((10#${t//[!0-9]/} / 1000))"; }

# seconds_since MS: "1.2", the seconds since a moment taken with now_ms.
seconds_since() {
    local ms=$(($(now_ms) - $1))
    printf '%d.%d' $((ms / 1000)) $((ms % 1000 / 100))
}

say() { printf '%s\n' "$*"; }
warn() { printf 'lab: %s\n' "$*" >&2; }

# fail WHAT...: the one line about what is wrong and what to do, then the end.
fail() {
    printf 'lab: %s\n' "$*" >&2
    exit 1
}

# stage NAME TEXT: a finished part of the work.
stage() { printf '  %-11s %s\n' "$1" "$2"; }

# A line that is overwritten on a terminal, and left out where there is none.
progress() { [[ ! -t 1 ]] || printf '\r\033[K  %s' "${*:0:100}"; }
progress_end() { [[ ! -t 1 ]] || printf '\r\033[K'; }
