# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Loopback ports: chosen once, remembered, chosen anew when somebody else has taken one meanwhile.

# Below the range from which the kernel gives ports to outgoing connections.
readonly PORT_FIRST=20000 PORT_COUNT=12000

# port_free PORT: nobody listens there (state 0A), on any address.
port_free() {
    local listening
    printf -v listening ':%04X [0-9A-F]*:0000 0A ' "$1"
    ! grep -qs "$listening" /proc/net/tcp /proc/net/tcp6
}

port_of() { state_get "port.$1"; }

# port_choose NAME: the part of that name, which does not run now, has a port that is free.
port_choose() {
    local old port
    old=$(port_of "$1")
    if [[ -n $old ]] && port_free "$old"; then return 0; fi
    while :; do
        port=$((PORT_FIRST + SRANDOM % PORT_COUNT))
        port_remembered "$port" || ! port_free "$port" || break
    done
    [[ -z $old ]] || say "  $1: port $old is taken by another program, using $port from now on"
    state_set "port.$1" "$port"
}

port_remembered() {
    local key
    for key in "${!LAB_STATE[@]}"; do
        [[ $key == port.* && ${LAB_STATE[$key]} == "$1" ]] && return 0
    done
    return 1
}
