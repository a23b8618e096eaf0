# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# The private lab's home: where it is, its lock, and what it remembers (ports, passwords).
#
#   lab.state     KEY=VALUE, 0600: written once a value is chosen, read by every command
#   lock          held while a command changes the lab
#   run/          <part>.pid: process id and start time
#   log/          <part>.log
#   <service>/    its configuration and data

HOME_DIR=${LABWARDEN_HOME:-$CHECKOUT/.lab}

home_open() {
    umask 077
    mkdir -p "$HOME_DIR" 2>/dev/null ||
        fail "cannot make $HOME_DIR: check its disk and its owner, or name another place in LABWARDEN_HOME"
    home_mine
    # Searchable, not readable: services that run as a user of their own pass through to their own folder.
    if ((EUID == 0)); then chmod 711 "$HOME_DIR"; fi
    mkdir -p "$HOME_DIR/run" "$HOME_DIR/log" || home_full
    state_load
}

# For commands that only look: false where no lab was ever started.
home_exists() {
    [[ -d $HOME_DIR ]] || return 1
    umask 077
    home_mine
    state_load
}

# What one user has begun another one, root included, would only spoil.
home_mine() {
    [[ -O $HOME_DIR ]] ||
        fail "$HOME_DIR is the lab of user $(stat -c %U "$HOME_DIR"): be that user, or name another place in LABWARDEN_HOME"
    HOME_DIR=$(cd "$HOME_DIR" && pwd -P)
    STATE=$HOME_DIR/lab.state
}

home_full() {
    fail "no room in $HOME_DIR: free some on that disk, or name another place in LABWARDEN_HOME"
}

# room_in FOLDER MB WHAT_TO_DO: the disk under the folder has at least that much room.
room_in() {
    local free
    free=$(df --output=avail -BM "$1" | tail -n 1)
    free=${free//[!0-9]/}
    ((free >= $2)) || fail "$1 has $free MB free and needs $2: free some on that disk$3"
}

# One command at a time changes the lab. The kernel lets go of the lock when the holder dies, however it dies.
home_lock() {
    exec 9>"$HOME_DIR/lock" || home_full
    if ! flock -n 9; then
        say "lab: another command works on $HOME_DIR, waiting for it"
        flock -w 600 9 || fail "another command has worked on $HOME_DIR for ten minutes: see whether it hangs"
    fi
    state_load
}

declare -A LAB_STATE=()

state_load() {
    local key value
    LAB_STATE=()
    [[ -f $STATE ]] || return 0
    while IFS='=' read -r key value; do
        [[ -n $key ]] && LAB_STATE[$key]=$value
    done <"$STATE"
}

state_get() { printf '%s' "${LAB_STATE[$1]-}"; }

state_set() {
    LAB_STATE[$1]=$2
    local key
    for key in "${!LAB_STATE[@]}"; do printf '%s=%s\n' "$key" "${LAB_STATE[$key]}"; done | write_file "$STATE" || exit 1
}

random_word() { head -c 24 /dev/urandom | base64 -w 0 | tr '+/' 'xy'; }

# secret NAME: the password of that name, made at the first asking. Call secret_make before from the main shell.
secret() { state_get "secret.$1"; }
secret_make() { [[ -n $(state_get "secret.$1") ]] || state_set "secret.$1" "$(random_word)"; }

# write_file PATH: standard input becomes the file, whole or not at all, 0600.
write_file() {
    { cat >"$1.new"; } 2>/dev/null || home_full
    mv "$1.new" "$1" || home_full
}
